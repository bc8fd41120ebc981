import type { Plan } from './compile/plan.ts';
import { snapshotShrunk } from './errors.ts';
import type { LoadRecord } from './lake/record.ts';
import type { Delivery } from './load.ts';

/** Share of its rows that a snapshot may lose where its contract says nothing. */
const MAX_SHRINK = 0.5;

/** Losing so many rows is a sign of a broken export wherever it is more than the limit; fewer only where most are gone. */
const MANY_ROWS = 10;
const FEW_ROWS = 4;

const isShrunk = (before: number, now: number, limit: number): boolean => {
  const lost = before - now;
  const isMost = lost >= FEW_ROWS && lost > before / 2;
  return lost > before * limit && (lost >= MANY_ROWS || isMost);
};

/**
 * Refuses a snapshot that holds far fewer rows of a scope than the last one that covered it: taken as it is, it would delete
 * the others by absence. Gives the caller's reason where the caller accepts it. Throws SNAPSHOT_SHRUNK.
 */
export const acceptedShrink = async (
  delivery: Delivery,
  plan: Plan,
  scopes: Readonly<Record<string, number>> | undefined,
): Promise<string | undefined> => {
  const limit = plan.contract.maxShrink ?? MAX_SHRINK;
  for (const [scope, now] of Object.entries(scopes ?? {})) {
    const covers = ({ source, scopes: known, loaded_at }: LoadRecord): boolean =>
      source === plan.source && known?.[scope] !== undefined && loaded_at <= delivery.loadedAt;
    const earlier = await delivery.index.newest(plan.contract.feed, covers);
    const before = earlier?.scopes?.[scope] ?? 0;
    if (!earlier || !isShrunk(before, now, limit)) continue;
    if (delivery.acceptShrink !== undefined) return delivery.acceptShrink;
    throw snapshotShrunk(
      delivery.label,
      plan.contract.feed,
      { before, now, limit },
      earlier.load_id,
    );
  }
  return undefined;
};
