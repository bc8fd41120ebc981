import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ambiguousLoad, unknownLoad } from '../errors.ts';
import { feedFolder, lakeOf } from '../lake/paths.ts';
import { type PurgeRecord, readPurges } from '../lake/purge.ts';
import type { LoadRecord } from '../lake/record.ts';
import { type Retraction, readRetractions } from '../lake/retraction.ts';

/** A load and what has become of it since. */
export interface LedgerLoad {
  readonly record: LoadRecord;
  readonly folder: string;
  readonly retraction?: Retraction;
  readonly purge?: Pick<PurgeRecord, 'sequence' | 'purged_at' | 'why'>;
}

const NO_FEEDS = new Set(['files', 'purges']);

/** Feeds that have loads. */
export const feedsOf = async (home: string): Promise<readonly string[]> => {
  const entries = await readdir(lakeOf(home), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((each) => each.isDirectory() && !each.name.startsWith('.') && !NO_FEEDS.has(each.name))
    .map((each) => each.name)
    .sort();
};

const byId = (left: LedgerLoad, right: LedgerLoad): number =>
  left.record.load_id < right.record.load_id ? -1 : 1;

/** Every load of a home, oldest first, withdrawn and purged ones too. */
export const readLedger = async (home: string): Promise<readonly LedgerLoad[]> => {
  const purges = new Map(
    (await readPurges(home)).flatMap((purge) => purge.loads.map((load) => [load.load_id, purge])),
  );
  const loads: LedgerLoad[] = [];
  for (const feed of await feedsOf(home)) {
    const retractions = await readRetractions(home, feed);
    for (const name of await readdir(feedFolder(home, feed))) {
      if (!name.startsWith('load=')) continue;
      const folder = join(feedFolder(home, feed), name);
      const record: LoadRecord = JSON.parse(await readFile(join(folder, 'load.json'), 'utf8'));
      const retraction = retractions.get(record.load_id);
      const purge = purges.get(record.load_id);
      loads.push({
        record,
        folder,
        ...(retraction ? { retraction } : {}),
        ...(purge ? { purge } : {}),
      });
    }
  }
  return loads.sort(byId);
};

/** The load whose id is, or alone begins with, `prefix`. Throws UNKNOWN_LOAD, AMBIGUOUS_LOAD. */
export const findLoad = (loads: readonly LedgerLoad[], prefix: string): LedgerLoad => {
  const matches =
    prefix === '' ? [] : loads.filter(({ record }) => record.load_id.startsWith(prefix));
  const [first] = matches;
  if (!first) throw unknownLoad(prefix);
  if (matches.length > 1) {
    throw ambiguousLoad(
      prefix,
      matches.map(({ record }) => record.load_id),
    );
  }
  return first;
};

/** Whether a build uses the load's rows today. */
export const isInForce = (load: LedgerLoad): boolean => !load.retraction && !load.purge;
