import type { Warning } from '../context/warning_rules.ts';
import { JsonLog } from './json_log.ts';
import type { Output } from './output.ts';

/** Tells a warning beside what the command prints. */
export function tellWarning(
  { name, text }: Warning,
  given: { readonly logFormat?: string; readonly quiet?: boolean },
  output: Output,
): void {
  if (given.logFormat === 'json')
    output.line(new JsonLog().line(name, 'warn', text, { msg: text }));
  else if (given.quiet !== true) output.error(`WARNING ${text}`);
}
