import { resolve } from 'node:path';
import type { BuildRecord } from '@portolan/warehouse';
import type { Command } from 'commander';
import { homeDirectory } from '../home.ts';
import { openProgress } from '../progress.ts';

/** The dbt project that ships with Portolan. */
export const modelsDirectory = resolve(import.meta.dirname, '../../models');

interface Options {
  asKnownAt?: string;
  asOfDate?: string;
  force?: boolean;
  json?: boolean;
}

/** What became of a build: published, or kept beside the published one. */
export function describeBuild(build: BuildRecord): string {
  const { id, as_known_at, as_of_date, anew_because } = build;
  const anew = anew_because ? `; built anew, for ${anew_because}` : '';
  return as_known_at === null
    ? `Build ${id} published, data as of ${as_of_date}${anew}`
    : `Build ${id} kept as known at ${as_known_at}, not published: ask for it with --build ${id}`;
}

/** `portolan build`: models from the lake into a new build, published when its tests pass. */
export function addBuild(root: Command): void {
  root
    .command('build')
    .description('build the warehouse from the lake and publish it')
    .option('--as-known-at <time>', 'build only from what had arrived by this time')
    .option(
      '--as-of-date <date>',
      'evaluate due dates and ages on this day (default: day of the newest load)',
    )
    .option('--force', 'build everything anew, even if nothing changed')
    .option('--json', 'print the build record as JSON')
    .action(async (options: Options) => {
      const { build } = await import('@portolan/warehouse');
      const progress = openProgress();
      const record = await build({
        home: homeDirectory(root.opts<{ home?: string }>().home),
        modelsDir: modelsDirectory,
        ...(options.asKnownAt === undefined ? {} : { asKnownAt: options.asKnownAt }),
        ...(options.asOfDate === undefined ? {} : { asOfDate: options.asOfDate }),
        ...(options.force === undefined ? {} : { force: options.force }),
        onEvent: (event) => progress.status(event.text),
      });
      progress.end();
      if (options.json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
      else progress.line(describeBuild(record));
    });
}
