import type { AdapterResponse, Session } from '../adapter/adapter.ts';
import { type Names, recordObject } from '../context/names.ts';
import { relationObject } from '../context/relation_object.ts';
import type { Services } from '../context/services.ts';
import { RunnerError, sentenceOf } from '../errors.ts';
import { HostObject, toValue, type Value } from '../jinja/index.ts';
import type { SourceNode } from '../manifest/node.ts';
import { manifestNode } from '../manifest/node_record.ts';
import { hasLimit } from '../parse/freshness.ts';
import { sourceRelation } from '../parse/sources.ts';
import { type JsonObject, objectOf, textOf } from '../project/yaml.ts';
import { callMacro } from './call_macro.ts';
import { Compiler } from './compiler.ts';
import { hookNames } from './hook_names.ts';
import { momentIn } from './moment_text.ts';
import { operationNode } from './operation_node.ts';
import { type HookTime, runProjectHooks } from './project_hooks.ts';
import { threadName } from './result.ts';
import { inTransaction } from './transaction.ts';

export type FreshnessStatus = 'pass' | 'warn' | 'error' | 'runtime error';

/** How fresh one source is. */
export interface FreshnessResult {
  readonly node: SourceNode;
  readonly status: FreshnessStatus;
  /** The sentence of what went wrong, for a runtime error. */
  readonly error: string | undefined;
  /** Newest row; year 1 for an empty source. Undefined for a runtime error. */
  readonly maxLoadedAt: Date | undefined;
  readonly snapshottedAt: Date | undefined;
  /** Seconds. */
  readonly age: number | undefined;
  readonly response: AdapterResponse | undefined;
  readonly startedAt: Date;
  readonly completedAt: Date;
  readonly thread: number;
}

/** How fresh the checked sources are. */
export interface FreshnessSummary {
  readonly results: readonly FreshnessResult[];
  readonly invocationId: string;
  readonly startedAt: Date;
  /** Seconds. */
  readonly elapsed: number;
  /** False when a source is too old or could not be asked. */
  readonly success: boolean;
}

/** True for a source that has a limit to be held to. */
export function isChecked(node: SourceNode): boolean {
  return hasLimit(node.freshness);
}

/** Asks the sources for their age, several at a time; results stand in the order of the nodes. */
export async function checkFreshness(
  services: Services,
  nodes: readonly SourceNode[],
  threads: number,
): Promise<FreshnessSummary> {
  const { id, startedAt } = services.invocation;
  const results: FreshnessResult[] = [];
  const hasHooks =
    nodes.length > 0 && services.root.flags.source_freshness_run_project_hooks !== false;
  const runHooks = async (when: HookTime, names: Names) => {
    const found = hasHooks
      ? await runProjectHooks(services, new Compiler(services), when, names, () => undefined)
      : [];
    return found.every(({ status }) => status === 'success');
  };
  const isBegun = await runHooks('on-run-start', {});
  let next = 0;
  const work = async (thread: number) => {
    for (let index = next++; index < nodes.length; index = next++) {
      const node = nodes[index];
      if (node !== undefined) results[index] = await checkSource(services, node, thread);
    }
  };
  const workers = Math.max(1, Math.min(threads, nodes.length));
  await Promise.all(Array.from({ length: workers }, (_, index) => work(index + 1)));
  const isEnded = await runHooks('on-run-end', {
    ...hookNames([], services.manifest),
    results: () => toValue(results.map(resultObject)),
  });
  return {
    results,
    invocationId: id,
    startedAt,
    elapsed: (Date.now() - startedAt.getTime()) / 1000,
    success:
      isBegun && isEnded && results.every(({ status }) => status === 'pass' || status === 'warn'),
  };
}

function resultObject(result: FreshnessResult) {
  return recordObject('SourceFreshnessResult', {
    node: recordObject('Node', manifestNode(result.node)),
    status: result.status,
    max_loaded_at: result.maxLoadedAt?.toISOString() ?? null,
    snapshotted_at: result.snapshottedAt?.toISOString() ?? null,
    age: result.age ?? null,
    execution_time: (result.completedAt.getTime() - result.startedAt.getTime()) / 1000,
    thread_id: threadName(result.thread),
  });
}

const never = new Date('0001-01-01T00:00:00Z');

async function checkSource(
  services: Services,
  node: SourceNode,
  thread: number,
): Promise<FreshnessResult> {
  const startedAt = new Date();
  const base = { node, startedAt, thread };
  try {
    const { row, response } = await inTransaction(services.adapter, (session) =>
      ask(services, node, session),
    );
    const maxLoadedAt = row[0] === null ? never : momentOf(row[0], node);
    const snapshottedAt = momentOf(row[1], node);
    const age = (snapshottedAt.getTime() - maxLoadedAt.getTime()) / 1000;
    const status = statusOf(objectOf(node.freshness), age);
    const found = { status, error: undefined, maxLoadedAt, snapshottedAt, age, response };
    return { ...base, ...found, completedAt: new Date() };
  } catch (thrown) {
    const unknown = {
      maxLoadedAt: undefined,
      snapshottedAt: undefined,
      age: undefined,
      response: undefined,
    };
    const error = sentenceOf(thrown);
    return { ...base, ...unknown, status: 'runtime error', error, completedAt: new Date() };
  }
}

async function ask(services: Services, node: SourceNode, session: Session) {
  const { loaded_at_field, loaded_at_query, package_name, original_file_path } = node;
  const own = operationNode(services, package_name, node.name, '', original_file_path);
  const relation = relationObject(sourceRelation(node, services.adapter));
  const filter = textOf(objectOf(node.freshness).filter) ?? null;
  if (loaded_at_field === null && loaded_at_query === null) {
    throw new RunnerError(
      'properties_invalid',
      `The source '${node.source_name}.${node.name}' has freshness limits and no loaded_at_field. Name the column that tells when a row was loaded.`,
      { place: { file: original_file_path } },
    );
  }
  const answer =
    loaded_at_query === null
      ? callMacro(services, session, own, 'collect_freshness', [relation, loaded_at_field, filter])
      : callMacro(services, session, own, 'collect_freshness_custom_sql', [
          relation,
          loaded_at_query,
        ]);
  return resultOf(await answer);
}

function resultOf(answer: Value): { row: readonly Value[]; response: AdapterResponse } {
  const part = (name: string) => {
    const value = answer instanceof HostObject ? answer.spec.attributes?.[name] : undefined;
    return value instanceof HostObject ? value.native : undefined;
  };
  const table = part('table') as { rows: readonly (readonly Value[])[] } | undefined;
  const response = part('response') as AdapterResponse | undefined;
  return { row: table?.rows[0] ?? [null, null], response: response ?? { _message: 'OK' } };
}

function momentOf(value: Value | undefined, node: SourceNode): Date {
  const moment = typeof value === 'string' ? momentIn(value) : undefined;
  if (moment !== undefined) return moment;
  throw new RunnerError(
    'properties_invalid',
    `The source '${node.source_name}.${node.name}' gives '${String(value)}' as the time it was loaded. Cast its loaded_at_field to a timestamp.`,
    { place: { file: node.original_file_path } },
  );
}

const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86400 };

function statusOf(freshness: JsonObject, age: number): FreshnessStatus {
  const isOver = (limit: string) => {
    const { count, period } = objectOf(freshness[limit]);
    return typeof count === 'number' && age > count * (seconds[String(period)] ?? 0);
  };
  if (isOver('error_after')) return 'error';
  return isOver('warn_after') ? 'warn' : 'pass';
}
