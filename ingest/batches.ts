import { stat } from 'node:fs/promises';
import { forEachSmall } from './formats/lanes.ts';
import type { Readable } from './member.ts';

/** Bytes up to which planning a statement takes longer than running it. */
const SMALL_BYTES = 2 ** 16;

/** Small files that are loaded together: enough to share the work, few enough for a killed process to lose little. */
const TOGETHER = 250;

/** Readable files in their order: small ones that follow one another together, every other one alone. */
export const batchesOf = async (
  readables: readonly Readable[],
): Promise<readonly (readonly Readable[])[]> => {
  const sizes = await forEachSmall(readables, async ({ file }) => (await stat(file.path)).size);
  const batches: Readable[][] = [];
  let isOpen = false;
  for (const [at, readable] of readables.entries()) {
    const isSmall = (sizes[at] ?? 0) <= SMALL_BYTES;
    const last = batches.at(-1);
    if (last && isOpen && isSmall && last.length < TOGETHER) last.push(readable);
    else batches.push([readable]);
    isOpen = isSmall;
  }
  return batches;
};
