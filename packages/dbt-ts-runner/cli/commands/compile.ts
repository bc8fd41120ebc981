import type { NodeResult } from '../../run/result.ts';
import type { Command } from '../command.ts';
import {
  type CommandLine,
  runOptions,
  selectionOf,
  withOutputFormat,
  withProject,
} from '../command_line.ts';
import { JsonLog } from '../json_log.ts';
import type { Output } from '../output.ts';
import { reported } from '../report.ts';

export const compile: Command = {
  syntax: 'compile',
  description:
    'Write the SQL of models, snapshots and tests to the target folder, and print what is selected by name',
  options: (program) =>
    withOutputFormat(program).option('--inline <sql>', 'print the SQL of a template instead'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      const options = await runOptions(given, project);
      if (given.inline !== undefined) {
        output.line(await project.compileInline(given.inline, options));
        return 0;
      }
      return reported(project.compileAll(options), given, output, ({ results }) => {
        for (const result of results) printNamed(result, given, output);
      });
    }),
};

/** Prints the SQL of a node that the selection names. */
function printNamed({ node, compiledCode }: NodeResult, given: CommandLine, output: Output): void {
  if (compiledCode === undefined || !namesIn(selectionOf(given)).has(node.name)) return;
  const found = { node: node.name, compiled: compiledCode };
  if (given.logFormat === 'json') {
    const data = { node_name: node.name, unique_id: node.unique_id, compiled: compiledCode };
    output.line(new JsonLog().line('CompiledNode', 'info', compiledCode, data));
  } else if (given.output === 'json') output.line(JSON.stringify(found));
  else if (given.quiet === true) output.line(compiledCode);
  else output.line(`Compiled node '${node.name}' is:\n${compiledCode}`);
}

/** Names that stand in a selection, whatever of their graph is taken along. */
function namesIn(selection: readonly string[] = []): Set<string> {
  const words = selection.flatMap((text) => text.split(/[\s,]+/));
  return new Set(words.map((word) => word.replaceAll(/^@|^\d*\+|\+\d*$/g, '')));
}
