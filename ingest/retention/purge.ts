import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contracts } from '../contract.ts';
import { nothingToPurge } from '../errors.ts';
import { syncEntry } from '../lake/durable.ts';
import { writeOnce } from '../lake/immutable.ts';
import { lockFeeds } from '../lake/lock.ts';
import { operator } from '../lake/operator.ts';
import { filesFolder, purgesFolder } from '../lake/paths.ts';
import { type PurgeRecord, readPurges } from '../lake/purge.ts';
import { sharedClock } from '../lake/shared-clock.ts';
import { openStaging } from '../lake/staging.ts';
import { feedsOf } from '../ledger/ledger.ts';
import { sealed } from './chain.ts';
import { buildsOf, holdingsOf } from './holdings.ts';
import { type PurgeSelection, selectLoads } from './select.ts';

const PATIENCE_MS = 600_000;

const purgePath = (home: string, sequence: number): string =>
  join(purgesFolder(home), `${String(sequence).padStart(6, '0')}.json`);

/** Removes what a purge record names and is still there, and builds, other than the published one, that hold its rows. */
const clear = async (home: string, record: PurgeRecord): Promise<void> => {
  const folders = new Set<string>();
  for (const { path } of record.files) {
    await rm(join(home, path), { force: true });
    folders.add(dirname(join(home, path)));
  }
  for (const folder of folders) await syncEntry(folder).catch(() => undefined);
  for (const { file_sha256 } of record.loads)
    await rm(join(filesFolder(home), file_sha256), { recursive: true, force: true });
  const ids = new Set(record.loads.map(({ load_id }) => load_id));
  for (const { id, isPublished } of await buildsOf(home, ids)) {
    if (!isPublished) await rm(join(home, 'builds', id), { recursive: true, force: true });
  }
};

/** Nobody loads while rows are removed: an original may serve several feeds. */
const alone = async <T>(home: string, work: () => Promise<T>): Promise<T> => {
  const feeds = [...contracts().keys(), ...(await feedsOf(home))];
  const lock = await lockFeeds(home, feeds, PATIENCE_MS);
  try {
    return await work();
  } finally {
    await lock.release();
  }
};

/** Completes purges that were interrupted, and removes builds that still hold their rows once another is published. */
export const completePurges = (home: string): Promise<void> =>
  alone(home, async () => {
    for (const record of await readPurges(home)) await clear(home, record);
  });

/**
 * Removes loads for good: their rows, quarantine and originals, copies in the inbox, and old builds made of them. First a
 * record of all that goes is written, chained to those before; from then on builds no longer use the loads, and whatever a
 * crash leaves is removed by the next purge. Their `load.json` stays. An original that also gave loads of other feeds goes
 * too. Throws NOTHING_TO_PURGE, HOME_LOCKED.
 */
export const purge = (home: string, selection: PurgeSelection, why: string): Promise<PurgeRecord> =>
  alone(home, async () => {
    const earlier = await readPurges(home);
    for (const record of earlier) await clear(home, record);
    const loads = await selectLoads(home, selection);
    if (loads.length === 0) throw nothingToPurge();
    const record = sealed({
      sequence: earlier.length + 1,
      purged_at: sharedClock(home).next(),
      purged_by: operator(),
      why,
      selection: Object.fromEntries(
        Object.entries(selection).map(([name, value]) => [name, String(value)]),
      ),
      loads: loads.map(({ record: one }) => ({
        load_id: one.load_id,
        feed: one.feed,
        loaded_at: one.loaded_at,
        file_sha256: one.file_sha256,
        file_member: one.file_member,
        rows_accepted: one.rows_accepted,
        rows_rejected: one.rows_rejected,
      })),
      files: await holdingsOf(home, loads),
      previous: earlier.at(-1)?.hash ?? '',
    });
    const staging = await openStaging(home);
    try {
      await writeOnce(purgePath(home, record.sequence), record, staging.folder);
    } finally {
      await staging.remove();
    }
    await clear(home, record);
    return record;
  });
