import type { Command } from 'commander';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { openProgress } from '../progress.ts';
import { printFiles } from './ingest.ts';

interface Options {
  source?: string;
  json?: boolean;
}

const print = (text: string): void => {
  process.stdout.write(text);
};

/** `portolan profile propose FILE` drafts a profile; `portolan profile check PATH...` says what an ingest would do. */
export function addProfile(root: Command): void {
  const home = (): string => homeDirectory(root.opts<{ home?: string }>().home);
  const profile = root.command('profile').description('draft a profile, or try what one does');
  profile
    .command('propose')
    .description('draft a profile for an unknown file, to be read and corrected before it is used')
    .argument('<file>', 'the file')
    .option('--json', 'print the drafts and the fits as JSON')
    .action(async (file: string, options: Options) => {
      const { proposeProfile } = await import('@portolan/ingest');
      const proposals = await proposeProfile(home(), file);
      if (options.json) print(`${JSON.stringify(proposals, null, 2)}\n`);
      else print(proposals.map(({ yaml }) => yaml).join('---\n'));
    });
  profile
    .command('check')
    .description('say what an ingest of these files would do, without loading them')
    .argument('<path...>', 'files or folders')
    .option('--source <name>', 'the profile to use, where recognition should not choose')
    .option('--json', 'print what would happen as JSON')
    .action(async (paths: string[], options: Options) => {
      const { ingest } = await import('@portolan/ingest');
      const progress = openProgress();
      const summary = await ingest({
        home: home(),
        paths,
        isTrial: true,
        ...(options.source === undefined ? {} : { source: options.source }),
      });
      progress.end();
      if (options.json) print(`${JSON.stringify(summary, null, 2)}\n`);
      else {
        printFiles(summary.files, progress);
        progress.line('Nothing was loaded: this was a trial.');
      }
      if (summary.files.some((file) => file.outcome === 'refused'))
        process.exitCode = exitCode.failed;
    });
}
