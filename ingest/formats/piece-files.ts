import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { SMALL_BYTES } from '../chunks.ts';
import type { Scratch } from '../scratch.ts';

/** Files that hold one piece each, written over again and again: new pages of a file cost more than its bytes. */
export interface PieceFiles {
  /** Writes the bytes; the path is the caller's until it is given back. */
  write(parts: readonly (string | Uint8Array)[]): Promise<string>;
  giveBack(path: string): void;
}

export const openPieceFiles = (scratch: Scratch): PieceFiles => {
  const free: string[] = [];
  let made = 0;
  return {
    write: async (parts) => {
      const known = free.pop();
      const path = known ?? scratch(`piece-${made++}.csv`);
      const [first, ...rest] = parts;
      if (first !== undefined && rest.length === 0 && first.length <= SMALL_BYTES) {
        writeFileSync(path, first);
        return path;
      }
      const handle = await open(path, known ? 'r+' : 'w');
      try {
        let at = 0;
        for (const part of parts) {
          const bytes = typeof part === 'string' ? Buffer.from(part) : part;
          for (let from = 0; from < bytes.length; ) {
            const { bytesWritten } = await handle.write(bytes, from, bytes.length - from, at);
            from += bytesWritten;
            at += bytesWritten;
          }
        }
        if (known) await handle.truncate(at);
      } finally {
        await handle.close();
      }
      return path;
    },
    giveBack: (path) => free.push(path),
  };
};
