import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerLoad } from '@portolan/ingest';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { homeDirectory } from '../home.ts';
import { renderTable } from '../table.ts';

interface Filters {
  feed?: string;
  source?: string;
  since?: string;
  json?: boolean;
}

const print = (text: string): void => {
  process.stdout.write(text);
};

const printJson = (value: unknown): void => print(`${JSON.stringify(value, null, 2)}\n`);

function time(text: string): string {
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime()))
    throw invalidArgument(`--since takes a date or time as 2026-03-31, not "${text}".`);
  return parsed.toISOString();
}

/** Loads that pass the filters, newest first. */
export function filterLoads(loads: readonly LedgerLoad[], filters: Filters): LedgerLoad[] {
  const { feed, source, since } = filters;
  const from = since === undefined ? '' : time(since);
  return loads
    .filter(({ record }) => feed === undefined || record.feed === feed)
    .filter(({ record }) => source === undefined || record.source === source)
    .filter(({ record }) => record.loaded_at >= from)
    .toReversed();
}

function state({ retraction, purge }: LedgerLoad): string {
  if (purge) return 'purged';
  return retraction ? 'retracted' : 'in force';
}

const shown = ['load', 'feed', 'source', 'mode', 'file', 'read', 'accepted', 'refused', 'state'];

function line(load: LedgerLoad): Record<string, unknown> {
  const { record } = load;
  return {
    load: record.load_id,
    feed: record.feed,
    source: record.source,
    mode: record.mode,
    file: record.file_name,
    read: record.rows_read,
    accepted: record.rows_accepted,
    refused: record.rows_rejected,
    state: state(load),
  };
}

const listed = (load: LedgerLoad): unknown => ({ ...load.record, state: state(load) });

async function show(home: string, id: string): Promise<unknown> {
  const { findLoad, readLedger, refusalsOf } = await import('@portolan/ingest');
  const load = findLoad(await readLedger(home), id);
  const original = join(home, 'lake', 'files', load.record.file_sha256);
  return {
    ...load.record,
    state: state(load),
    refusals: await refusalsOf(load),
    original: existsSync(original) ? original : null,
    rows: load.purge ? null : load.folder,
    ...(load.retraction ? { retraction: load.retraction } : {}),
    ...(load.purge ? { purge: load.purge } : {}),
  };
}

function value(text: unknown): string {
  if (Array.isArray(text) && text.every((each) => typeof each === 'string')) return text.join(', ');
  return typeof text === 'object' && text !== null ? JSON.stringify(text) : String(text);
}

/** `portolan loads list | show | explain | retract`: what has been loaded, and withdrawing it. */
export function addLoads(root: Command): void {
  const home = (): string => homeDirectory(root.opts<{ home?: string }>().home);
  const loads = root.command('loads').description('look at what was loaded, or withdraw it');
  loads
    .command('list')
    .description('loads, newest first')
    .option('--feed <name>', 'only of this feed')
    .option('--source <name>', 'only of this source system')
    .option('--since <time>', 'only loads known since then')
    .option('--json', 'print as JSON')
    .action(async (filters: Filters) => {
      const { readLedger } = await import('@portolan/ingest');
      const found = filterLoads(await readLedger(home()), filters);
      if (filters.json) printJson(found.map(listed));
      else
        print(
          renderTable(
            shown.map((name) => ({ name, type: 'text' })),
            found.map(line),
          ),
        );
    });
  loads
    .command('show')
    .description('the record of one load')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--json', 'print as JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const record = await show(home(), id);
      if (options.json) printJson(record);
      else
        for (const [name, each] of Object.entries(record ?? {})) print(`${name}: ${value(each)}\n`);
    });
  loads
    .command('explain')
    .description('what came, what was taken, and what a build makes of it, in sentences')
    .argument('<id>', 'the id of a load, or the beginning of it')
    .action(async (id: string) => {
      const { explainLoad, findLoad, readLedger, refusalsOf } = await import('@portolan/ingest');
      const all = await readLedger(home());
      const load = findLoad(all, id);
      for (const sentence of explainLoad(load, all, await refusalsOf(load))) print(`${sentence}\n`);
    });
  loads
    .command('retract')
    .description('withdraw a load by record: builds ignore it from now on, nothing is deleted')
    .argument('<id>', 'the id of a load, or the beginning of it')
    .requiredOption('--why <text>', 'the reason, kept with the record')
    .action(async (id: string, { why }: { why: string }) => {
      if (why.trim() === '') throw invalidArgument('--why takes the reason for the retraction.');
      const { retractLoad } = await import('@portolan/ingest');
      const retraction = await retractLoad(home(), id, why);
      print(
        `${retraction.load_id} of ${retraction.feed} is retracted; run portolan build, and ingest the file again to take it back.\n`,
      );
    });
}
