import { join } from 'node:path';

/** Names files for work in progress, each name its own file. */
export type Scratch = (name: string) => string;

/** Files in a folder; with `prefix`, several hands share it, because to make a folder takes longer than to make a file. */
export const scratchIn =
  (folder: string, prefix = ''): Scratch =>
  (name) =>
    join(folder, `${prefix}${name}`);
