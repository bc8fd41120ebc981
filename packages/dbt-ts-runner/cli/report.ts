import type { RunEvent } from '../run/events.ts';
import { headedMessage, isFailure, type NodeResult, type RunSummary } from '../run/result.ts';
import type { Run } from '../run/run.ts';
import type { CommandLine } from './command_line.ts';
import { JsonLog } from './json_log.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';

/**
 * Prints what a run does until it ends, and gives the exit code; an interrupt stops the run.
 * `onEnd` is told what came of it.
 */
export async function reported(
  run: Run,
  given: CommandLine,
  output: Output,
  onEnd: (summary: RunSummary) => void = () => undefined,
): Promise<number> {
  const progress = new Progress(given.logFormat === 'json' ? withoutStatus(output) : output);
  const stop = () => run.cancel();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const summary = await printEvents(run, linesFor(given), progress, output);
    progress.end();
    onEnd(summary);
    return summary.success ? 0 : 1;
  } finally {
    progress.end();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** How the command line asks for events to be written. */
function linesFor(given: CommandLine): (event: RunEvent) => string[] {
  if (given.logFormat === 'json') {
    const log = new JsonLog({ debug: given.debug === true });
    return (event) => log.lines(event);
  }
  if (given.output === 'json') return jsonLine;
  if (given.quiet === true) return quietLines;
  return given.debug === true ? debugLines : textLines;
}

function withoutStatus({ line, error }: Output): Output {
  return { line, error };
}

/** Prints events as they come; gives what came of them. */
async function printEvents(
  run: Run,
  linesOf: (event: RunEvent) => string[],
  progress: Progress,
  output: Output,
): Promise<RunSummary> {
  for await (const event of run) {
    for (const line of linesOf(event)) output.line(line);
    progress.take(event);
    if (event.kind === 'run_finished') return event.summary;
  }
  throw new Error('the run ended without a summary');
}

/** Text lines and every statement. */
function debugLines(event: RunEvent): string[] {
  const isDebug = event.kind === 'message' && event.message.level === 'debug';
  return isDebug ? [event.message.text] : textLines(event);
}

/** What is told even when quiet is asked for: failures, and what print() says. */
function quietLines(event: RunEvent): string[] {
  const isFailed = event.kind === 'node_finished' && isFailure(event.result.status);
  const isPrinted = event.kind === 'message' && event.message.isPrinted === true;
  return isFailed || isPrinted ? textLines(event) : [];
}

function textLines(event: RunEvent): string[] {
  switch (event.kind) {
    case 'run_started':
      return [
        `${event.command}: ${counted(event.nodes.length, 'node')}, ${counted(event.threads, 'thread')}`,
      ];
    case 'node_started':
      return [];
    case 'node_finished':
      return nodeLines(event.result, event.index, event.total);
    case 'message':
      return event.message.level === 'debug' ? [] : [event.message.text];
    case 'run_finished':
      return [summaryLine(event.summary)];
  }
}

function nodeLines(result: NodeResult, index: number, total: number): string[] {
  const { node, status, executionTime } = result;
  const message = headedMessage(result);
  const seconds = executionTime.toFixed(2);
  const line = `${index} of ${total} ${status.toUpperCase()} ${node.resource_type} ${node.name} (${seconds}s)`;
  const isTold = isFailure(status) || status === 'warn';
  return isTold && message !== undefined ? [line, ...indented(message)] : [line];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}

function summaryLine({ counts, elapsed, success }: RunSummary): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${status} ${count}`);
  const verdict = success ? 'Done' : 'Failed';
  return `${verdict} in ${elapsed.toFixed(2)}s: ${parts.join(', ') || 'nothing to do'}`;
}

function jsonLine(event: RunEvent): string[] {
  switch (event.kind) {
    case 'run_started':
      return [
        JSON.stringify({ kind: event.kind, command: event.command, nodes: event.nodes.length }),
      ];
    case 'node_started':
      return [JSON.stringify({ kind: event.kind, unique_id: event.node.unique_id })];
    case 'node_finished': {
      const { uniqueId, status, message, failures, executionTime } = event.result;
      return [
        JSON.stringify({
          kind: event.kind,
          unique_id: uniqueId,
          status,
          message: message === '' ? null : (message ?? null),
          failures: failures ?? null,
          execution_time: executionTime,
        }),
      ];
    }
    case 'message':
      return [JSON.stringify({ kind: event.kind, ...event.message })];
    case 'run_finished': {
      const { counts, elapsed, success } = event.summary;
      return [JSON.stringify({ kind: event.kind, success, elapsed, counts })];
    }
  }
}
