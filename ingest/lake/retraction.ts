import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { feedFolder } from './paths.ts';

/** That a load is withdrawn, from when, by whom and why; stands beside the loads of its feed and is never changed. */
export interface Retraction {
  readonly load_id: string;
  readonly feed: string;
  /** ISO 8601 UTC; a build as known before this time still uses the load. */
  readonly retracted_at: string;
  readonly retracted_by: string;
  readonly why: string;
}

const NAME = /^retraction=(.+)\.json$/;

/** The load that the name of a file in a feed's folder withdraws. */
export const retractedIn = (name: string): string | undefined => NAME.exec(name)?.[1];

/** Retractions of a feed by load id. */
export const readRetractions = async (
  home: string,
  feed: string,
): Promise<ReadonlyMap<string, Retraction>> => {
  const folder = feedFolder(home, feed);
  const names = await readdir(folder).catch((): string[] => []);
  const found = new Map<string, Retraction>();
  for (const name of names.filter((each) => retractedIn(each) !== undefined)) {
    const record: Retraction = JSON.parse(await readFile(join(folder, name), 'utf8'));
    found.set(record.load_id, record);
  }
  return found;
};
