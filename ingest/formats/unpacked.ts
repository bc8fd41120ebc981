import { Transform } from 'node:stream';
import { archiveUnsafe, IngestError, truncatedArchive } from '../errors.ts';
import { isOutOfSpace } from '../lake/space.ts';
import type { Limits } from '../limits.ts';

/** One readable file: the delivered one itself, what its gzip held, or one entry of its zip. */
export interface Unpacked {
  readonly path: string;
  /** Name for messages and records: `delivered.zip/entry.csv`. */
  readonly label: string;
  /** Name that profiles match: no folder, no `.gz`. */
  readonly name: string;
  readonly member: string;
}

/** Passes bytes on until they exceed what an archive may hold. */
export const guard = (label: string, packed: number, limits: Limits): Transform => {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      total += chunk.length;
      const isBomb = total > limits.ratioFloor && total > packed * limits.ratio;
      if (isBomb || total > limits.unpackedBytes) {
        done(archiveUnsafe(label, 'unpacks to far more than its size, like a decompression bomb'));
      } else {
        done(null, chunk);
      }
    },
  });
};

/** What a failure to unpack means: the archive's fault, unless there was no room for what it holds. */
export const ofArchive = (label: string, cause: unknown): unknown =>
  cause instanceof IngestError || isOutOfSpace(cause) ? cause : truncatedArchive(label, cause);
