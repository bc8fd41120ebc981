import { join } from 'node:path';

/** Where things stand in a home directory. */
export const lakeOf = (home: string): string => join(home, 'lake');

export const feedFolder = (home: string, feed: string): string => join(lakeOf(home), feed);

export const loadFolder = (home: string, feed: string, loadId: string): string =>
  join(feedFolder(home, feed), `load=${loadId}`);

/** A record beside the loads of a feed that one of them is withdrawn. */
export const retractionPath = (home: string, feed: string, loadId: string): string =>
  join(feedFolder(home, feed), `retraction=${loadId}.json`);

/** Records of what was removed for good, one file each, numbered. */
export const purgesFolder = (home: string): string => join(lakeOf(home), 'purges');

export const filesFolder = (home: string): string => join(lakeOf(home), 'files');

export const stagingRoot = (home: string): string => join(lakeOf(home), '.staging');

export const locksFolder = (home: string): string => join(lakeOf(home), '.locks');

export const lockPath = (home: string, name: string): string => join(locksFolder(home), name);

export const ticksFolder = (home: string): string => join(lakeOf(home), '.clock');
