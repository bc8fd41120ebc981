import type { Command } from '../command.ts';
import { runOptions, withOutputFormat, withProject } from '../command_line.ts';
import { reported } from '../report.ts';
import { printPreview } from './show.ts';

const runs = {
  build: 'Run seeds, models, snapshots and tests in the order of their dependencies',
  run: 'Run models',
  test: 'Run data tests and unit tests',
  seed: 'Load seeds',
  snapshot: 'Run snapshots',
  clone: 'Make relations read as those of --state, without building them',
} as const;

/** Commands that run nodes. */
export const runCommands = (Object.keys(runs) as (keyof typeof runs)[]).map(
  (name): Command => ({
    syntax: name,
    description: runs[name],
    options: (program) =>
      name === 'seed'
        ? withOutputFormat(program).option('--show', 'print the first rows of what was loaded')
        : withOutputFormat(program),
    act: (given, output) =>
      withProject(given, output, async (project) => {
        const options = await runOptions(given, project);
        const run = {
          build: () => project.build(options),
          run: () => project.run(options),
          test: () => project.test(options),
          seed: () => project.seed(options),
          snapshot: () => project.snapshot(options),
          clone: () => project.clone(options),
        }[name]();
        const code = await reported(run, given, output);
        if (given.show === true && code === 0) {
          const seeds = { ...options, resourceTypes: ['seed'] };
          for (const preview of await project.show(seeds)) printPreview(preview, given, output);
        }
        return code;
      }),
  }),
);
