import type { Message } from '../context/base_names.ts';
import { dbtVersion } from '../context/project_names.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { RunEvent } from '../run/events.ts';
import {
  headedMessage,
  isFailure,
  type NodeResult,
  type RunSummary,
  threadName,
} from '../run/result.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** dbt's names and codes of the events that have a counterpart here. */
const codes = {
  MainReportVersion: 'A001',
  ConcurrencyLine: 'Q027',
  LogStartLine: 'Q011',
  LogModelResult: 'Q012',
  LogSeedResult: 'Q016',
  LogSnapshotResult: 'Q015',
  LogTestResult: 'Q007',
  LogHookEndLine: 'Q033',
  SkippingDetails: 'Q034',
  RunResultError: 'Z024',
  FinishedRunningStats: 'E047',
  StatsLine: 'Z023',
  CustomKeyInConfigDeprecation: 'D026',
  CustomKeyInObjectDeprecation: 'D027',
  JinjaLogInfo: 'I062',
  JinjaLogWarning: 'I061',
  JinjaLogDebug: 'I063',
  UnusedResourceConfigPath: 'I051',
  WrongResourceSchemaFile: 'I057',
  NoNodeForYamlKey: 'I058',
  MacroNotFoundForPatch: 'I059',
  NodeNotFoundOrDisabled: 'I060',
  DeprecatedModel: 'I065',
  DuplicateNameDistinctNodeTypesDeprecation: 'D040',
  UpcomingReferenceDeprecation: 'I066',
  DeprecatedReference: 'I067',
  MicrobatchModelNoEventTimeInputs: 'I074',
  NoNodesForSelectionCriteria: 'M030',
  NothingToDo: 'Q035',
  NoNodesSelected: 'Q038',
  CompiledNode: 'Q042',
  SQLQuery: 'E016',
  MainEncounteredError: 'Z002',
  Note: 'Z050',
  PrintEvent: 'Z052',
} as const;
type EventName = keyof typeof codes;

interface JsonLogOptions {
  readonly debug?: boolean;
  readonly invocationId?: string;
}

/** Writes what happens as dbt's structured log: one JSON object a line, with `info` and `data`. */
export class JsonLog {
  readonly #isDebug: boolean;
  #invocationId: string;

  constructor({ debug = false, invocationId = '' }: JsonLogOptions = {}) {
    this.#isDebug = debug;
    this.#invocationId = invocationId;
  }

  /** The lines of one event. */
  lines(event: RunEvent): string[] {
    switch (event.kind) {
      case 'run_started':
        this.#invocationId = event.invocationId;
        return [
          this.line('MainReportVersion', 'info', `Running with dbt-ts, as dbt ${dbtVersion}`, {
            log_version: 3,
            version: `=${dbtVersion}`,
          }),
          this.line('ConcurrencyLine', 'info', `Concurrency: ${event.threads} threads`, {
            node_count: event.nodes.length,
            num_threads: event.threads,
          }),
        ];
      case 'node_started': {
        const { node, index, total } = event;
        const data = { index, total, description: describe(node) };
        const info = nodeInfo(node, 'started');
        const message = `${index} of ${total} START ${describe(node)}`;
        return [this.line('LogStartLine', 'info', message, { ...data, node_info: info })];
      }
      case 'node_finished':
        return this.#finished(event.result, event.index, event.total);
      case 'message': {
        const { level, text, sql, name, isPrinted } = event.message;
        if (level === 'debug' && !this.#isDebug) return [];
        if (sql !== undefined) return [this.line('SQLQuery', level, text, { sql })];
        if (isPrinted) return [this.line('PrintEvent', level, text, { msg: text })];
        return [this.line(name ?? messageEvents[level], level, text, { msg: text })];
      }
      case 'run_finished':
        return this.#summary(event.summary);
    }
  }

  /** One line of the log. */
  line(
    name: EventName,
    level: Level,
    msg: string,
    data: JsonObject,
    thread = 'MainThread',
  ): string {
    return JSON.stringify({
      data,
      info: {
        category: '',
        code: codes[name],
        extra: {},
        invocation_id: this.#invocationId,
        level,
        msg,
        name,
        pid: process.pid,
        thread,
        ts: new Date().toISOString(),
      },
    });
  }

  #finished(result: NodeResult, index: number, total: number): string[] {
    const { node, status, executionTime, thread } = result;
    const message = headedMessage(result);
    const level = isFailure(status) ? 'error' : status === 'warn' ? 'warn' : 'info';
    const info = nodeInfo(node, status, result);
    const shown = `${index} of ${total} ${status.toUpperCase()} ${describe(node)}`;
    const data: JsonObject = {
      index,
      total,
      status,
      description: describe(node),
      execution_time: executionTime,
      node_info: info,
      ...(result.failures === undefined ? {} : { num_failures: result.failures }),
    };
    const name = status === 'skipped' ? 'SkippingDetails' : resultEvents[node.resource_type];
    const line = this.line(name, level, shown, data, threadName(thread));
    if (level === 'info' || message === undefined || message === '') return [line];
    const why = this.line('RunResultError', level, message, { msg: message, node_info: info });
    return [line, why];
  }

  #summary({ counts, elapsed, results }: RunSummary): string[] {
    const stats: JsonObject = {
      error: counts.error + counts.fail + counts['partial success'],
      noop: 0,
      pass: counts.success + counts.pass,
      skip: counts.skipped,
      total: results.length,
      warn: counts.warn,
    };
    const shown = `Done. PASS=${stats.pass} WARN=${stats.warn} ERROR=${stats.error} SKIP=${stats.skip} TOTAL=${stats.total}`;
    return [
      this.line('FinishedRunningStats', 'info', `Finished running ${results.length} nodes`, {
        execution_time: elapsed,
      }),
      this.line('StatsLine', 'info', shown, { stats }),
    ];
  }
}

const messageEvents = {
  debug: 'JinjaLogDebug',
  info: 'JinjaLogInfo',
  warn: 'JinjaLogWarning',
} as const satisfies Record<Message['level'], EventName>;

const resultEvents = {
  analysis: 'LogModelResult',
  model: 'LogModelResult',
  operation: 'LogHookEndLine',
  seed: 'LogSeedResult',
  snapshot: 'LogSnapshotResult',
  test: 'LogTestResult',
  unit_test: 'LogTestResult',
} as const satisfies Record<NodeResult['node']['resource_type'], EventName>;

function describe(node: NodeResult['node']): string {
  if (node.resource_type === 'operation') return `hook ${node.name}`;
  if (node.resource_type === 'unit_test') return `unit test ${node.name}`;
  if (node.resource_type === 'test') return `test ${node.name}`;
  return `${String(node.config.materialized)} ${node.resource_type} ${node.schema}.${node.alias}`;
}

function nodeInfo(node: NodeResult['node'], status: string, result?: NodeResult): JsonObject {
  const isRelation = node.resource_type !== 'unit_test';
  return {
    materialized: String(node.config.materialized ?? node.resource_type),
    node_finished_at: result?.timing.at(-1)?.completedAt.toISOString() ?? '',
    node_name: node.name,
    node_path: node.path,
    node_relation: isRelation
      ? {
          alias: node.alias,
          database: node.database,
          relation_name: node.relation_name ?? '',
          schema: node.schema,
        }
      : {},
    node_started_at: result?.timing[0]?.startedAt.toISOString() ?? '',
    node_status: status,
    resource_type: node.resource_type,
    unique_id: node.unique_id,
  };
}
