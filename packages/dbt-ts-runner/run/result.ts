import type { AdapterResponse } from '../adapter/adapter.ts';
import { errorHeading, type RunnerError } from '../errors.ts';
import type { ExecutableNode, OperationNode } from '../manifest/node.ts';
import type { BatchResults } from './microbatch/plan_batches.ts';

/** How a node ended, in dbt's words: tests pass, fail or warn, everything else succeeds. */
export type NodeStatus =
  | 'success'
  | 'partial success'
  | 'pass'
  | 'warn'
  | 'fail'
  | 'error'
  | 'skipped';

/** A step of a node's run. */
export interface Timing {
  readonly name: 'compile' | 'execute';
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** The SQL of one batch. */
export interface ResultPart extends Pick<NodeResult, 'compiledCode' | 'runCode'> {
  /** `2024-09-17` for a day. */
  readonly name: string;
}

/** What became of one node. */
export interface NodeResult {
  readonly node: ExecutableNode | OperationNode;
  readonly uniqueId: string;
  readonly status: NodeStatus;
  /** The database's answer, a test's finding, an error's sentence, or why it was skipped. */
  readonly message: string | undefined;
  /** Failing rows of a test, where it ran. */
  readonly failures: number | undefined;
  readonly error: RunnerError | undefined;
  readonly response: AdapterResponse | undefined;
  readonly compiledCode: string | undefined;
  /** The main statement of its materialization, where it got so far. */
  readonly runCode: string | undefined;
  readonly timing: readonly Timing[];
  /** Of a microbatch model. */
  readonly batches?: BatchResults | undefined;
  /** The SQL of its batches. */
  readonly parts?: readonly ResultPart[] | undefined;
  /** Seconds. */
  readonly executionTime: number;
  /** From 1; 0 is the run itself, between which and its nodes hooks run. */
  readonly thread: number;
}

/** What became of a whole run. */
export interface RunSummary {
  readonly results: readonly NodeResult[];
  readonly invocationId: string;
  readonly startedAt: Date;
  /** Seconds. */
  readonly elapsed: number;
  /** False when a node failed, or ended in error or was skipped because of one. */
  readonly success: boolean;
  readonly counts: Readonly<Record<NodeStatus, number>>;
}

/** The thread as dbt calls it. */
export function threadName(thread: number): string {
  return thread === 0 ? 'main' : `Thread-${thread}`;
}

/** True for a status that a run does not survive. */
export function isFailure(status: NodeStatus): boolean {
  return status === 'error' || status === 'fail' || status === 'partial success';
}

/** The message; an error's stands below a heading that says, as dbt does, what failed and how. */
export function headedMessage({ node, message, error }: NodeResult): string | undefined {
  if (error === undefined || message === undefined) return message;
  const { resource_type, name, original_file_path } = node;
  const heading = `${errorHeading(error.code)} in ${resource_type} ${name} (${original_file_path})`;
  return [heading, ...message.split('\n').map((line) => `  ${line}`)].join('\n');
}

/** Counts the results by status. */
export function countStatuses(results: readonly NodeResult[]): Record<NodeStatus, number> {
  const none = { pass: 0, warn: 0, fail: 0, error: 0, skipped: 0 };
  const counts = { success: 0, 'partial success': 0, ...none };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
