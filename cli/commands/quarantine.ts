import { resolve } from 'node:path';
import type { OpenRefusal, QuarantineFilter } from '@portolan/ingest';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { openProgress } from '../progress.ts';
import { renderTable } from '../table.ts';
import { printFiles } from './ingest.ts';

interface Filters {
  feed?: string;
  source?: string;
  load?: string;
}

const columns = ['load', 'feed', 'source', 'file', 'rule', 'column', 'rows', 'first_row', 'days'];

function line(one: OpenRefusal): Record<string, unknown> {
  const { load_id, file_name, column, ...rest } = one;
  return { ...rest, load: load_id, file: file_name, column: column === '' ? null : column };
}

const filterOf = ({ feed, source, load }: Filters): QuarantineFilter => ({
  ...(feed === undefined ? {} : { feed }),
  ...(source === undefined ? {} : { source }),
  ...(load === undefined ? {} : { load }),
});

/** `portolan quarantine list | export | correct`: rows that were refused, and their return. */
export function addQuarantine(root: Command): void {
  const home = (): string => homeDirectory(root.opts<{ home?: string }>().home);
  const quarantine = root
    .command('quarantine')
    .description('rows that were refused, and their return');
  quarantine
    .command('list')
    .description('rows still in quarantine by load, rule and column, newest first')
    .option('--feed <name>', 'only of this feed')
    .option('--source <name>', 'only of this source system')
    .option('--load <id>', 'only of this load')
    .option('--json', 'print as JSON')
    .action(async (filters: Filters & { json?: boolean }) => {
      const { listQuarantine } = await import('@portolan/ingest');
      const found = await listQuarantine(home(), filterOf(filters));
      process.stdout.write(
        filters.json
          ? `${JSON.stringify(found, null, 2)}\n`
          : renderTable(
              columns.map((name) => ({ name, type: 'text' })),
              found.map(line),
            ),
      );
    });
  quarantine
    .command('export')
    .description('write rows still in quarantine into a CSV file for the sender, as delivered')
    .argument('[load]', 'of this load: its id, or the beginning of it')
    .option('--feed <name>', 'of all loads of this feed')
    .requiredOption('--out <file>', 'the file to write; it may hold personal data')
    .action(async (load: string | undefined, options: { feed?: string; out: string }) => {
      if (load === undefined && options.feed === undefined)
        throw invalidArgument('Name a load, or a feed with --feed.');
      const { exportQuarantine, findLoad, readLedger } = await import('@portolan/ingest');
      const id =
        load === undefined ? undefined : findLoad(await readLedger(home()), load).record.load_id;
      const filter = filterOf({
        ...(id === undefined ? {} : { load: id }),
        ...(options.feed === undefined ? {} : { feed: options.feed }),
      });
      const rows = await exportQuarantine(home(), filter, resolve(options.out));
      process.stdout.write(`${rows} rows written to ${options.out}\n`);
    });
  quarantine
    .command('correct')
    .description(
      'ingest a corrected export, or the whole corrected file, against the load that refused rows of it',
    )
    .argument('<load>', 'the id of the load, or the beginning of it')
    .argument('<file>', 'the corrected file')
    .option('--received-at <time>', 'when the correction arrived (ISO time; default now)')
    .action(async (load: string, file: string, options: { receivedAt?: string }) => {
      const { correctLoad } = await import('@portolan/ingest');
      const progress = openProgress();
      const summary = await correctLoad(home(), load, file, options.receivedAt);
      printFiles(summary.files, progress);
      if (summary.files.some((each) => each.outcome === 'refused'))
        process.exitCode = exitCode.failed;
    });
}
