import { type Preview, previewRecords } from '../../run/show.ts';
import type { Command } from '../command.ts';
import {
  type CommandLine,
  runOptions,
  wholeNumber,
  withOutputFormat,
  withProject,
} from '../command_line.ts';
import type { Output } from '../output.ts';
import { textTable } from '../table.ts';

export const show: Command = {
  syntax: 'show',
  description: 'Print the first rows of a node or of inline SQL',
  options: (program) =>
    withOutputFormat(program)
      .option('--inline <sql>', 'SQL with templates, instead of a selection')
      .option('--limit <number>', 'rows to print; -1 prints all', '5'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      const limit = wholeNumber('--limit', given.limit ?? '5');
      const previews = await project.show({
        ...(await runOptions(given, project)),
        ...(given.inline === undefined ? {} : { inline: given.inline }),
        limit: limit < 0 ? null : limit,
      });
      for (const preview of previews) printPreview(preview, given, output);
      return 0;
    }),
};

/** Prints rows as a table, or as JSON where that is asked for. */
export function printPreview(
  preview: Preview,
  given: Pick<CommandLine, 'output' | 'debug'>,
  output: Output,
): void {
  if (given.debug === true) output.line(preview.sql);
  if (given.output === 'json') {
    const node = preview.name === undefined ? {} : { node: preview.name };
    output.line(JSON.stringify({ ...node, show: previewRecords(preview) }, null, 2));
    return;
  }
  const name = preview.name === undefined ? 'inline SQL' : `'${preview.name}'`;
  output.line(`First rows of ${name}:`);
  for (const line of textTable(preview.columns, preview.rows)) output.line(line);
}
