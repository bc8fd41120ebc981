import { previewRecords } from '../../run/show.ts';
import type { Command } from '../command.ts';
import { selectOptions, wholeNumber, withOutputFormat, withProject } from '../command_line.ts';
import { textTable } from '../table.ts';

export const show: Command = {
  syntax: 'show',
  description: 'Print the first rows of a node or of inline SQL',
  options: (program) =>
    withOutputFormat(program)
      .option('--inline <sql>', 'SQL with templates, instead of a selection')
      .option('--limit <number>', 'rows to print; -1 prints all', '5'),
  act: (given, output) =>
    withProject(given, async (project) => {
      const limit = wholeNumber('--limit', given.limit ?? '5');
      const previews = await project.show({
        ...(await selectOptions(given, project)),
        ...(given.inline === undefined ? {} : { inline: given.inline }),
        limit: limit < 0 ? null : limit,
      });
      for (const preview of previews) {
        const node = preview.name === undefined ? {} : { node: preview.name };
        if (given.output === 'json') {
          output.line(JSON.stringify({ ...node, show: previewRecords(preview) }, null, 2));
          continue;
        }
        const name = preview.name === undefined ? 'inline SQL' : `'${preview.name}'`;
        output.line(`First rows of ${name}:`);
        for (const line of textTable(preview.columns, preview.rows)) output.line(line);
      }
      return 0;
    }),
};
