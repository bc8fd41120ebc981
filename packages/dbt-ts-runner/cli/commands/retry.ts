import { resolve } from 'node:path';
import { readUntargeted } from '../../project/root.ts';
import { readState } from '../../state/previous.ts';
import { retriedDeferral, retriedTarget, retriedVars } from '../../state/retry.ts';
import type { Command } from '../command.ts';
import {
  type CommandLine,
  ownRunOptions,
  projectOptions,
  withOutputFormat,
  withProject,
} from '../command_line.ts';
import { reported } from '../report.ts';

export const retry: Command = {
  syntax: 'retry',
  description: 'Run again what failed or was skipped in the last run, in the same way',
  options: withOutputFormat,
  act: async (given, output) => {
    const previous = await readState(await stateDir(given));
    const target = given.target ?? retriedTarget(previous);
    const earlier: CommandLine = {
      ...given,
      ...(target === undefined ? {} : { target }),
      vars: JSON.stringify({ ...retriedVars(previous), ...projectOptions(given).vars }),
    };
    return withProject(earlier, output, async (project) => {
      const deferred = retriedDeferral(previous);
      const run = project.retry(previous, {
        ...(deferred === undefined
          ? {}
          : { defer: true, deferState: await readState(deferred, project.targetDir) }),
        ...ownRunOptions(given),
      });
      return reported(run, given, output);
    });
  },
};

/** Where the last run left its results: --state, else the target folder. */
async function stateDir(given: CommandLine): Promise<string> {
  if (given.state !== undefined) return resolve(given.state);
  const { dir, targetPath } = await readUntargeted(given.projectDir, projectOptions(given));
  return resolve(dir, given.targetPath ?? targetPath);
}
