import type { Readable } from './member.ts';

/** Files and their bytes that are loaded together: enough to share the work; others wait for their feeds meanwhile. */
const TOGETHER = 250;
const TOGETHER_BYTES = 2 ** 26;

/** Readable files in their order, those that follow one another together. */
export const batchesOf = (readables: readonly Readable[]): readonly (readonly Readable[])[] => {
  const batches: Readable[][] = [];
  let held = 0;
  for (const readable of readables) {
    const last = batches.at(-1);
    held += readable.bytes;
    if (last && last.length < TOGETHER && held <= TOGETHER_BYTES) last.push(readable);
    else {
      batches.push([readable]);
      held = readable.bytes;
    }
  }
  return batches;
};
