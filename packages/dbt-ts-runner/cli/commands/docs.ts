import type { Command } from '../command.ts';
import { runOptions, withOutputFormat, withProject } from '../command_line.ts';
import { reported } from '../report.ts';

export const docsGenerate: Command = {
  under: 'docs',
  syntax: 'generate',
  description: 'Write catalog.json: what the database says of the relations',
  options: (program) =>
    withOutputFormat(program).option('--no-compile', 'do not compile the nodes first'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      const code =
        given.compile === false
          ? 0
          : await reported(project.compileAll(await runOptions(given, project)), given, output);
      const catalog = await project.catalog();
      output.line(`Catalog of ${catalog.size} relations`);
      return code;
    }),
};
