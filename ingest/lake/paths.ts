import { join } from 'node:path';

/** Where things stand in a home directory. */
export const lakeOf = (home: string): string => join(home, 'lake');

export const feedFolder = (home: string, feed: string): string => join(lakeOf(home), feed);

export const loadFolder = (home: string, feed: string, loadId: string): string =>
  join(feedFolder(home, feed), `load=${loadId}`);

export const filesFolder = (home: string): string => join(lakeOf(home), 'files');

export const stagingRoot = (home: string): string => join(lakeOf(home), '.staging');

export const lockPath = (home: string): string => join(lakeOf(home), '.lock');
