import { stat } from 'node:fs/promises';
import type { Delivered } from './formats/delivered.ts';
import { forEachSmall } from './formats/lanes.ts';
import { CONTAINER_BYTES, containerOf, headOf } from './formats/magic.ts';

/** A delivered file and its place among all of a call, from 0. */
export interface Placed {
  readonly delivered: Delivered;
  readonly position: number;
}

/** Bytes up to which a statement takes longer to plan than to run. */
const SMALL_BYTES = 2 ** 16;

/** Files of one round: enough to share the work, few enough for a killed process to lose little. */
const ROUND_FILES = 250;

/** Whether a file is small and no archive; one that cannot be read is neither. */
const isSmall = async ({ path }: Delivered): Promise<boolean> => {
  try {
    const { size } = await stat(path);
    return size <= SMALL_BYTES && containerOf(await headOf(path, CONTAINER_BYTES)) === 'plain';
  } catch {
    return false;
  }
};

/** All files in their order, as rounds: small ones that follow one another together, every other one alone. */
export const roundsOf = async function* (
  found: readonly Delivered[],
): AsyncGenerator<readonly Placed[]> {
  for (let from = 0; from < found.length; from += ROUND_FILES) {
    const some = found.slice(from, from + ROUND_FILES);
    const small = await forEachSmall(some, isSmall);
    let round: Placed[] = [];
    for (const [at, delivered] of some.entries()) {
      if (!small[at] && round.length > 0) {
        yield round;
        round = [];
      }
      round.push({ delivered, position: from + at });
      if (small[at]) continue;
      yield round;
      round = [];
    }
    if (round.length > 0) yield round;
  }
};
