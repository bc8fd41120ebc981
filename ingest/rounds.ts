import { stat } from 'node:fs/promises';
import type { Delivered } from './formats/delivered.ts';
import { forEachSmall } from './lanes.ts';

/** A delivered file and its place among all of a call, from 0. */
export interface Placed {
  readonly delivered: Delivered;
  readonly position: number;
}

/** Bytes of a delivered file that is not copied together with others, and of those that are. */
const LARGE_BYTES = 2 ** 22;
const ROUND_BYTES = 16 * LARGE_BYTES;

/** Files of one round: enough to share the work, few enough for a killed process to lose little. */
const ROUND_FILES = 250;

/** The bytes of a file; one that cannot be looked at stands alone, to be refused. */
const bytesOf = ({ path }: Delivered): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => LARGE_BYTES,
  );

/** All files in their order, as rounds: files that follow one another and are not large together, every large one alone. */
export const roundsOf = async function* (
  found: readonly Delivered[],
): AsyncGenerator<readonly Placed[]> {
  for (let from = 0; from < found.length; from += ROUND_FILES) {
    const some = found.slice(from, from + ROUND_FILES);
    const sizes = await forEachSmall(some, bytesOf);
    let round: Placed[] = [];
    let held = 0;
    for (const [at, delivered] of some.entries()) {
      const bytes = sizes[at] ?? LARGE_BYTES;
      if (round.length > 0 && (bytes >= LARGE_BYTES || held + bytes > ROUND_BYTES)) {
        yield round;
        round = [];
        held = 0;
      }
      round.push({ delivered, position: from + at });
      held += bytes;
      if (bytes < LARGE_BYTES) continue;
      yield round;
      round = [];
      held = 0;
    }
    if (round.length > 0) yield round;
  }
};
