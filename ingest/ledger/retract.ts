import { loadPurged, loadRetracted } from '../errors.ts';
import { writeOnce } from '../lake/immutable.ts';
import { lockFeeds } from '../lake/lock.ts';
import { operator } from '../lake/operator.ts';
import { retractionPath } from '../lake/paths.ts';
import type { Retraction } from '../lake/retraction.ts';
import { sharedClock } from '../lake/shared-clock.ts';
import { openStaging } from '../lake/staging.ts';
import { findLoad, readLedger } from './ledger.ts';

const PATIENCE_MS = 600_000;

/**
 * Withdraws a load, given by its id or the beginning of it, by a record beside it; nothing is deleted. Builds ignore the
 * load from then on; a build as known earlier still uses it. The same file may then be ingested again, as a new load.
 * Throws UNKNOWN_LOAD, AMBIGUOUS_LOAD, LOAD_RETRACTED, LOAD_PURGED, HOME_LOCKED.
 */
export const retractLoad = async (home: string, id: string, why: string): Promise<Retraction> => {
  const { record } = findLoad(await readLedger(home), id);
  const lock = await lockFeeds(home, [record.feed], PATIENCE_MS);
  try {
    const { retraction: before, purge } = findLoad(await readLedger(home), record.load_id);
    if (before) throw loadRetracted(record.load_id, before.retracted_at, before.why);
    if (purge) throw loadPurged(record.load_id, purge.purged_at);
    const retraction: Retraction = {
      load_id: record.load_id,
      feed: record.feed,
      retracted_at: sharedClock(home).next(),
      retracted_by: operator(),
      why,
    };
    const staging = await openStaging(home);
    try {
      await writeOnce(
        retractionPath(home, record.feed, record.load_id),
        retraction,
        staging.folder,
      );
    } finally {
      await staging.remove();
    }
    return retraction;
  } finally {
    await lock.release();
  }
};
