import type { FetchedFile, FetchSummary, TransportOutcome } from '@portolan/ingest';
import type { Command } from 'commander';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { openProgress, type Progress } from '../progress.ts';
import { printFiles, showIngest } from './ingest.ts';

interface Options {
  json?: boolean;
  ingest: boolean;
}

function became(file: FetchedFile): string {
  switch (file.outcome) {
    case 'fetched':
      return `fetched, ${(file.bytes ?? 0).toLocaleString('en-US')} bytes`;
    case 'skipped':
      return `skipped: ${file.message ?? ''}`;
    case 'failed':
      return `failed: ${file.message ?? ''}`;
  }
}

function closing({ files, transport }: TransportOutcome): string {
  const count = (outcome: FetchedFile['outcome']): number =>
    files.filter((file) => file.outcome === outcome).length;
  return `${transport}: ${count('fetched')} fetched, ${count('skipped')} skipped, ${count('failed')} failed`;
}

function print(outcome: TransportOutcome, progress: Progress): void {
  printFiles(outcome.loaded, progress);
  if (outcome.error) progress.line(outcome.error.message);
  progress.line(closing(outcome));
}

const isWell = ({ files, loaded, error }: TransportOutcome): boolean =>
  error === undefined &&
  files.every((file) => file.outcome !== 'failed') &&
  loaded.every((file) => file.outcome !== 'refused');

/** `portolan fetch [NAME...]`: fails where a transport, a file of it or its load did. */
export function addFetch(root: Command): void {
  root
    .command('fetch')
    .description('fetch new deliveries by the transports of the home, and load them')
    .argument('[name...]', 'transports (default: all)')
    .option('--json', 'print what came, was skipped and failed as JSON')
    .option('--no-ingest', 'leave what came in the inbox')
    .action(async (names: string[], options: Options) => {
      const { fetchDeliveries } = await import('@portolan/ingest');
      const progress = openProgress();
      const summary: FetchSummary = await fetchDeliveries({
        home: homeDirectory(root.opts<{ home?: string }>().home),
        names,
        load: options.ingest,
        onFile: (transport, file) => {
          if (!options.json) progress.line(`${transport}/${file.remote}  ${became(file)}`);
        },
        onEvent: (event) => showIngest(event, progress),
      });
      progress.end();
      if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
      else for (const outcome of summary.transports) print(outcome, progress);
      if (!summary.transports.every(isWell)) process.exitCode = exitCode.failed;
    });
}
