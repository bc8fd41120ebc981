import { resolve } from 'node:path';
import type { FreshnessResult } from '../../run/freshness.ts';
import type { Command } from '../command.ts';
import { positiveNumber, selectOptions, withProject } from '../command_line.ts';

export const sourceFreshness: Command = {
  under: 'source',
  syntax: 'freshness',
  alias: 'snapshot-freshness',
  description: 'Check how old the rows of sources are',
  options: (program) =>
    program.option('-o, --output <file>', 'file of the findings; default sources.json'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      const { results, elapsed, success } = await project.freshness({
        ...(await selectOptions(given, project)),
        ...(given.output === undefined ? {} : { output: resolve(given.output) }),
        ...(given.threads === undefined
          ? {}
          : { threads: positiveNumber('--threads', given.threads) }),
      });
      for (const [index, result] of results.entries()) {
        output.line(`${index + 1} of ${results.length} ${lineOf(result)}`);
      }
      output.line(`${success ? 'Done' : 'Failed'} in ${elapsed.toFixed(2)}s`);
      return success ? 0 : 1;
    }),
};

function lineOf({ node, status, error, age }: FreshnessResult): string {
  const name = `${node.source_name}.${node.name}`;
  const detail = age === undefined ? `: ${error ?? ''}` : ` (${Math.round(age)}s old)`;
  return `${status.toUpperCase()} source ${name}${detail}`;
}
