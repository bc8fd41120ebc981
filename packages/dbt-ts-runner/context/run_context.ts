import type { Session } from '../adapter/adapter.ts';
import { ephemeralRelation, Relation } from '../adapter/relation.ts';
import { RunnerError } from '../errors.ts';
import {
  type Call,
  hostFunction,
  hostObject,
  PyDict,
  PyList,
  PyTuple,
  toValue,
  utcDatetime,
  type Value,
} from '../jinja/index.ts';
import type { CodeNode, GraphNode, RefableNode, SeedNode, SourceNode } from '../manifest/node.ts';
import { resolveRef, resolveSource } from '../manifest/resolve.ts';
import { seenNode } from '../manifest/seen_node.ts';
import { sourceRelation } from '../parse/sources.ts';
import type { JsonObject } from '../project/yaml.ts';
import { adapterObject } from './adapter_object.ts';
import { argumentsOf, textOrNothing } from './arguments.ts';
import { baseNames } from './base_names.ts';
import { builtinsObject, refArguments, sourceArguments } from './builtins.ts';
import { readingConfig } from './config_object.ts';
import { type Batch, eventTimeFilter } from './event_time.ts';
import { graphValue } from './graph_value.ts';
import { MacroScope } from './macro_scope.ts';
import { layered, type Names, recordObject } from './names.ts';
import { queryComment } from './query_comment.ts';
import { relationObject } from './relation_object.ts';
import { type Services, varsFor } from './services.ts';
import { over, sharedNames } from './shared_names.ts';
import { rowsOf, tableObject } from './table_object.ts';

/** The node whose template is carried out, and with what. */
export interface RunSubject {
  readonly node: CodeNode | SeedNode;
  readonly session: Session;
  /** Told what `write` is given: the SQL of the main statement, before it runs. */
  readonly onWrite?: (sql: string) => void;
  /** Which of the run's threads this is, from 1. */
  readonly thread?: number;
  /** Told each ephemeral model that the text refers to. */
  readonly onEphemeral?: (node: RefableNode) => void;
  /** The batch that the node, a microbatch model, is built for. */
  readonly batch?: Batch;
  /** Names on top: a materialization's `sql`, a test's arguments. */
  readonly names?: Names;
  /** Names that nothing can hide: a unit test's overrides. */
  readonly overrides?: ReadonlyMap<string, Value>;
  readonly vars?: JsonObject;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** False for hooks and operations, which may refer to what the parse did not see. */
  readonly strictRefs?: boolean;
}

/** What statements left behind: `load_result(name)`. */
export type Results = Map<string, Value>;

/** A scope for carrying out a node's template against the database. */
export function runScope(
  services: Services,
  subject: RunSubject,
): { scope: MacroScope; results: Results } {
  const { node, session } = subject;
  const results: Results = new Map();
  const isSampled = node.resource_type === 'model' || node.resource_type === 'snapshot';
  const sample = isSampled ? services.sample : undefined;
  const read = (relation: Relation, target: RefableNode | SourceNode) => {
    const rows = services.invocation.flags.EMPTY === true ? relation.emptied() : relation;
    if (relation.type === 'cte') return relationObject(rows);
    return relationObject(rows.filtered(eventTimeFilter(target, subject.batch, sample)));
  };
  const ref = hostFunction('ref', (call) => {
    const target = refTarget(services, subject, call);
    return read(refRelation(services, subject, target), target);
  });
  const source = hostFunction('source', (call) => {
    const found = resolveSource(services.manifest, sourceArguments(call), node);
    requireDependency(subject, found, `source('${found.source_name}', '${found.name}')`);
    return read(sourceRelation(found, services.adapter), found);
  });
  const config = readingConfig(node.config);
  const comment = queryComment(services, node, () => scope);
  const names: Names = {
    ref,
    source,
    config,
    execute: true,
    this: () => relationObject(relationFor(node)),
    database: node.database,
    schema: node.schema,
    model: () => modelValue(services, subject),
    graph: () => graphValue(services),
    adapter: () =>
      adapterObject({
        services,
        packageName: node.package_name,
        scope: () => scope,
        session,
        onStatement: async (sql) => {
          const text = await comment(sql);
          if (services.invocation.flags.DEBUG === true) {
            services.say({ level: 'debug', text: `On ${node.unique_id}: ${text}`, sql: text });
          }
          return text;
        },
      }),
    load_result: hostFunction('load_result', (call) => {
      const [name] = argumentsOf(call, 'load_result', ['name'], 1);
      return results.get(textOrNothing(name) ?? '') ?? null;
    }),
    store_result: hostFunction('store_result', (call) => storeResult(results, call)),
    store_raw_result: hostFunction('store_raw_result', (call) => storeRawResult(results, call)),
    selected_resources: () => toValue([...(services.selected ?? [])]),
    pre_hooks: () => toValue(node.config['pre-hook'] ?? []),
    post_hooks: () => toValue(node.config['post-hook'] ?? []),
    doc: hostFunction('doc', () => ''),
    write: hostFunction('write', (call) => {
      const [sql] = argumentsOf(call, 'write', ['payload'], 1);
      subject.onWrite?.(textOrNothing(sql) ?? '');
      return '';
    }),
    ...(subject.thread === undefined ? {} : { thread_id: `Thread-${subject.thread}` }),
    render: hostFunction('render', (call) => {
      const [text] = argumentsOf(call, 'render', ['string'], 1);
      const template = services.environments.run.parse(
        textOrNothing(text) ?? '',
        node.original_file_path,
      );
      return template.render(scope.context);
    }),
    context: () =>
      hostObject({
        type: 'Context',
        mapping: true,
        attribute: (name) => scope.context.lookup(name),
        items: (key) => scope.context.lookup(String(key)),
        attributes: {
          get: hostFunction('get', (call) => scope.context.lookup(String(call.args[0])) ?? null),
        },
      }),
    builtins: () => builtinsObject({ ref, source, config }),
  };
  const scope: MacroScope = new MacroScope({
    library: services.library,
    mode: 'run',
    packageName: node.package_name,
    names: over(
      layered(subject.names ?? {}, names, ownNames(services, subject)),
      sharedNames(services, node.package_name),
    ),
    ...(subject.overrides === undefined ? {} : { overrides: subject.overrides }),
  });
  return { scope, results };
}

/** var() and env_var() where a unit test overrides what they give. */
function ownNames(services: Services, { node, vars, env }: RunSubject): Names {
  if (vars === undefined && env === undefined) return {};
  const own = baseNames({
    vars: varsFor(services, node.package_name).under(vars ?? {}),
    env: { ...services.env, ...env },
    say: services.say,
  });
  return { var: own.var ?? null, env_var: own.env_var ?? null };
}

/** The relation a model or seed builds. */
export function relationFor(node: Pick<RefableNode, 'database' | 'schema' | 'alias'>): Relation {
  return new Relation({ database: node.database, schema: node.schema, identifier: node.alias });
}

/** The relation to read for a node: its own, or where it is deferred that of the earlier run. */
export function readRelation(services: Services, node: RefableNode): Relation {
  return services.deferred?.get(node.unique_id) ?? relationFor(node);
}

function refTarget(services: Services, subject: RunSubject, call: Call): RefableNode {
  const asked = refArguments(call);
  const found = resolveRef(services.manifest, asked, subject.node);
  requireDependency(subject, found, `ref('${asked.name}')`);
  return found;
}

/** `model`: the node's record, with the batch that it is built for. */
function modelValue({ manifest }: Services, { node, batch, names }: RunSubject): Value {
  const record = toValue(seenNode(node, manifest));
  const code = names?.compiled_code;
  if (typeof code === 'string' && record instanceof PyDict) record.set('compiled_code', code);
  if (batch === undefined || !(record instanceof PyDict)) return record;
  const [event_time_start, event_time_end] = [utcDatetime(batch.start), utcDatetime(batch.end)];
  const times = { id: batch.id, event_time_start, event_time_end };
  record.set('batch', recordObject('BatchContext', times));
  return record;
}

function refRelation(services: Services, subject: RunSubject, found: RefableNode): Relation {
  if (found.config.materialized === 'ephemeral') {
    subject.onEphemeral?.(found);
    return ephemeralRelation(found.name);
  }
  return readRelation(services, found);
}

function requireDependency(
  { node, strictRefs = true }: RunSubject,
  found: GraphNode,
  shown: string,
) {
  if (!strictRefs || node.resource_type === 'seed') return;
  if (node.depends_on.nodes.includes(found.unique_id)) return;
  throw new RunnerError(
    'template_failed',
    `'${node.name}' reaches ${shown} only while running, so its order in the build is unknown. Add the comment -- depends_on: {{ ${shown} }} to it.`,
  );
}

function storeResult(results: Results, call: Call): Value {
  const [name, response, table] = argumentsOf(
    call,
    'store_result',
    ['name', 'response', 'agate_table'],
    2,
  );
  const rows = table ?? tableObject({ columns: [], rows: [] });
  const spec = {
    response: response ?? null,
    table: rows,
    data: () => dataOf(rows),
  };
  results.set(
    textOrNothing(name) ?? '',
    hostObject({
      type: 'Result',
      attributes: spec,
      mapping: true,
      items: (key) => (key === 'data' ? dataOf(rows) : key === 'table' ? rows : undefined),
    }),
  );
  return '';
}

function storeRawResult(results: Results, call: Call): Value {
  const names = ['name', 'message', 'code', 'rows_affected', 'agate_table'];
  const [name, message, code, rows, table] = argumentsOf(call, 'store_raw_result', names, 1);
  const response = recordObject('Response', {
    _message: message ?? '',
    ...(code === undefined || code === null ? {} : { code }),
    ...(rows === undefined || rows === null ? {} : { rows_affected: rows }),
  });
  return storeResult(results, {
    ...call,
    args: [name ?? '', response, ...(table === undefined || table === null ? [] : [table])],
    kwargs: new Map(),
  });
}

/** A table's rows as a list of tuples. */
function dataOf(table: Value): Value {
  return new PyList(rowsOf(table).map((row) => new PyTuple([...row])));
}
