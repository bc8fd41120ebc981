import type { ColumnClass, LedgerLoad, PurgeSelection } from '@portolan/ingest';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { renderTable } from '../table.ts';

interface Options {
  class?: string;
  feed?: string;
  before?: string;
  load?: string;
  expired?: boolean;
  json?: boolean;
}

const classes: readonly ColumnClass[] = ['personal', 'unblinding', 'commercial', 'subject_level'];

/** The selection that the options make. */
export function selectionOf(options: Options): PurgeSelection {
  const { feed, before, load, expired } = options;
  const found = classes.find((each) => each === options.class);
  if (options.class !== undefined && found === undefined)
    throw invalidArgument(`--class takes ${classes.join(', ')}, not "${options.class}".`);
  if (before !== undefined && Number.isNaN(Date.parse(before)))
    throw invalidArgument(`--before takes a date as 2026-03-31, not "${before}".`);
  return {
    ...(found === undefined ? {} : { class: found }),
    ...(feed === undefined ? {} : { feed }),
    ...(before === undefined ? {} : { before }),
    ...(load === undefined ? {} : { load }),
    ...(expired === true ? { expired } : {}),
  };
}

const columns = ['load', 'feed', 'loaded_at', 'file', 'accepted', 'refused', 'bytes'];

const line = ({ record }: LedgerLoad): Record<string, unknown> => ({
  load: record.load_id,
  feed: record.feed,
  loaded_at: record.loaded_at,
  file: record.file_name,
  accepted: record.rows_accepted,
  refused: record.rows_rejected,
  bytes: record.bytes,
});

const selecting = (command: Command): Command =>
  command
    .option(
      '--class <name>',
      `only feeds that may hold columns of this class: ${classes.join(', ')}`,
    )
    .option('--feed <name>', 'only this feed')
    .option('--before <date>', 'only loads that arrived before')
    .option('--load <id>', 'only this load: its id, or the beginning of it')
    .option('--expired', 'only loads older than their contract keeps data');

/** `portolan retention plan | purge | complete | verify`: removing what may no longer be kept, with proof. */
export function addRetention(root: Command): void {
  const home = (): string => homeDirectory(root.opts<{ home?: string }>().home);
  const selected = async (options: Options): Promise<PurgeSelection> => {
    const { findLoad, readLedger } = await import('@portolan/ingest');
    const selection = selectionOf(options);
    if (selection.load === undefined) return selection;
    const { record } = findLoad(await readLedger(home()), selection.load);
    return { ...selection, load: record.load_id };
  };
  const retention = root
    .command('retention')
    .description('remove what may no longer be kept, with proof of what went');
  selecting(retention.command('plan'))
    .description(
      'what a purge would remove; without options, loads older than their contract keeps data',
    )
    .option('--json', 'print as JSON')
    .action(async (options: Options) => {
      const { selectLoads } = await import('@portolan/ingest');
      const selection = await selected(options);
      const isBare = Object.keys(selection).length === 0;
      const loads = await selectLoads(home(), isBare ? { expired: true } : selection);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(loads.map(line), null, 2)}\n`
          : renderTable(
              columns.map((name) => ({ name, type: 'text' })),
              loads.map(line),
            ),
      );
    });
  selecting(retention.command('purge'))
    .description(
      'remove rows, quarantine and originals of loads for good; needs --before, --load or --expired',
    )
    .requiredOption('--why <text>', 'the reason, kept with the record')
    .action(async (options: Options & { why: string }) => {
      const selection = await selected(options);
      if (options.why.trim() === '') throw invalidArgument('--why takes the reason for the purge.');
      if (!selection.before && !selection.load && !selection.expired)
        throw invalidArgument('Say how far the purge goes: --before, --load or --expired.');
      const { purge } = await import('@portolan/ingest');
      const record = await purge(home(), selection, options.why);
      process.stdout.write(
        `Purge ${record.sequence}: ${record.loads.length} loads, ${record.files.length} files removed; hash ${record.hash}.\nRun portolan build, then portolan retention complete, so that no build holds the rows either.\n`,
      );
    });
  retention
    .command('complete')
    .description(
      'complete purges that were interrupted, and remove builds that still hold their rows',
    )
    .action(async () => {
      const { completePurges } = await import('@portolan/ingest');
      await completePurges(home());
    });
  retention
    .command('verify')
    .description(
      'prove that the purge records are whole and that nothing of what was purged is left',
    )
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      const { verifyPurges } = await import('@portolan/ingest');
      const proof = await verifyPurges(home());
      if (options.json) process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`);
      else {
        for (const problem of proof.problems) process.stdout.write(`FAIL  ${problem}\n`);
        process.stdout.write(
          `${proof.purges} purges of ${proof.loads} loads; last hash ${proof.head || 'none'}; ${proof.problems.length} problems\n`,
        );
      }
      if (proof.problems.length > 0) process.exitCode = exitCode.failed;
    });
}
