import type { Message } from '../context/base_names.ts';
import type { CommandLine } from './command_line.ts';
import { JsonLog } from './json_log.ts';
import type { Output } from './output.ts';

/** Tells what is said outside a run, beside what the command prints. */
export function tellMessage(
  message: Message,
  given: Pick<CommandLine, 'logFormat' | 'output' | 'quiet' | 'debug'>,
  output: Output,
  invocationId = '',
): void {
  const { level, text, isPrinted = false } = message;
  const isDebug = given.debug === true;
  if (given.logFormat === 'json') {
    const log = new JsonLog({ debug: isDebug, invocationId });
    for (const line of log.lines({ kind: 'message', message })) output.line(line);
    return;
  }
  if ((level === 'debug' && !isDebug) || (given.quiet === true && !isPrinted)) return;
  if (level === 'warn') output.error(`WARNING ${text}`);
  else if (given.output === 'json') output.error(text);
  else output.line(text);
}
