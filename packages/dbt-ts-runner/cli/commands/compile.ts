import type { Command } from '../command.ts';
import { runOptions, withOutputFormat, withProject } from '../command_line.ts';
import { reported } from '../report.ts';

export const compile: Command = {
  syntax: 'compile',
  description: 'Write the SQL of models, snapshots and tests to the target folder',
  options: (program) =>
    withOutputFormat(program).option('--inline <sql>', 'print the SQL of a template instead'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      if (given.inline !== undefined) {
        output.line(await project.compileInline(given.inline, await runOptions(given, project)));
        return 0;
      }
      return reported(project.compileAll(await runOptions(given, project)), given, output);
    }),
};
