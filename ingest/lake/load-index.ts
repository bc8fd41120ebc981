import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPurged } from '../errors.ts';
import { feedFolder, loadFolder } from './paths.ts';
import { type PurgeRecord, readPurges } from './purge.ts';
import { hashIn, hashOf, type LoadIdentity, type LoadRecord } from './record.ts';
import { retractedIn } from './retraction.ts';

/** The loads of a home as one call sees them: read once per feed, then kept up with what the call itself commits. */
export interface LoadIndex {
  /** The loads in force that hold this content, oldest first. Throws LOAD_PURGED where one was removed for good. */
  held(identity: LoadIdentity): Promise<readonly LoadRecord[]>;
  /** The newest load of this content that has been retracted, if any. */
  retracted(identity: LoadIdentity): Promise<LoadRecord | undefined>;
  /** The newest load of a feed, not retracted and with `after` known after that load, that fulfils a condition. */
  newest(
    feed: string,
    is: (record: LoadRecord) => boolean,
    after?: string,
  ): Promise<LoadRecord | undefined>;
  /** Notes what this call commits, while it holds the feed's lock. */
  add(record: LoadRecord): Promise<void>;
  /** Notes that what was added of a feed is all that has changed in its folder. */
  published(feed: string): Promise<void>;
  /** Looks again at feeds in which another process has loaded since; call it once their locks are held. */
  refresh(feeds: readonly string[]): Promise<void>;
}

/** Load ids of a feed, oldest first, and the records that have been looked at. */
interface FeedLoads {
  readonly ids: string[];
  readonly byHash: Map<string, string[]>;
  readonly records: Map<string, LoadRecord>;
  readonly retracted: ReadonlySet<string>;
  /** When the feed's folder last changed, as far as is known here. */
  changed: string;
}

const note = (loads: FeedLoads, id: string): void => {
  loads.ids.splice(loads.ids.findLastIndex((known) => known < id) + 1, 0, id);
  loads.byHash.set(hashIn(id), [...(loads.byHash.get(hashIn(id)) ?? []), id].sort());
};

/** Links count too: two changes within one tick of the file system's clock have the same time. */
const changeOf = async (home: string, feed: string): Promise<string> => {
  const seen = await stat(feedFolder(home, feed), { bigint: true }).catch(() => undefined);
  return `${seen?.mtimeNs}:${seen?.nlink}`;
};

const readFeed = async (home: string, feed: string): Promise<FeedLoads> => {
  const changed = await changeOf(home, feed);
  const entries = await readdir(feedFolder(home, feed)).catch((): string[] => []);
  const retracted = new Set(entries.flatMap((name) => retractedIn(name) ?? []));
  const loads: FeedLoads = { ids: [], byHash: new Map(), records: new Map(), retracted, changed };
  const ids = entries.filter((name) => name.startsWith('load=')).map((name) => name.slice(5));
  for (const id of ids.sort()) note(loads, id);
  return loads;
};

export const openLoadIndex = (home: string): LoadIndex => {
  const feeds = new Map<string, Promise<FeedLoads>>();
  let purges: Promise<readonly PurgeRecord[]> | undefined;

  const loadsOf = (feed: string): Promise<FeedLoads> => {
    const known = feeds.get(feed) ?? readFeed(home, feed);
    feeds.set(feed, known);
    return known;
  };

  const recordOf = async (feed: string, loads: FeedLoads, id: string): Promise<LoadRecord> => {
    const known = loads.records.get(id);
    if (known) return known;
    const path = join(loadFolder(home, feed, id), 'load.json');
    const record: LoadRecord = JSON.parse(await readFile(path, 'utf8'));
    loads.records.set(id, record);
    return record;
  };

  const allOf = async (identity: LoadIdentity, loads: FeedLoads): Promise<LoadRecord[]> => {
    const found: LoadRecord[] = [];
    for (const id of loads.byHash.get(hashOf(identity)) ?? []) {
      const record = await recordOf(identity.feed, loads, id);
      const isSame =
        record.file_sha256 === identity.file_sha256 &&
        record.profile === identity.profile &&
        record.file_member === identity.file_member &&
        (record.file_table ?? '') === identity.file_table;
      if (isSame) found.push(record);
    }
    return found;
  };

  const refusePurged = async ({ feed, file_sha256, file_member }: LoadIdentity): Promise<void> => {
    purges ??= readPurges(home);
    for (const { loads, purged_at } of await purges) {
      const same = loads.find(
        (one) =>
          one.feed === feed && one.file_sha256 === file_sha256 && one.file_member === file_member,
      );
      if (same) throw loadPurged(same.load_id, purged_at);
    }
  };

  return {
    held: async (identity) => {
      await refusePurged(identity);
      const loads = await loadsOf(identity.feed);
      const all = await allOf(identity, loads);
      return all.filter((record) => !loads.retracted.has(record.load_id));
    },
    retracted: async (identity) => {
      const loads = await loadsOf(identity.feed);
      const all = await allOf(identity, loads);
      return all.findLast((record) => loads.retracted.has(record.load_id));
    },
    newest: async (feed, is, after = '') => {
      const loads = await loadsOf(feed);
      for (let at = loads.ids.length - 1; at >= 0; at -= 1) {
        const id = loads.ids[at] ?? '';
        if (id <= after) return undefined;
        if (loads.retracted.has(id)) continue;
        const record = await recordOf(feed, loads, id);
        if (is(record)) return record;
      }
      return undefined;
    },
    add: async (record) => {
      const loads = await loadsOf(record.feed);
      note(loads, record.load_id);
      loads.records.set(record.load_id, record);
    },
    published: async (feed) => {
      const loads = await loadsOf(feed);
      loads.changed = await changeOf(home, feed);
    },
    refresh: async (names) => {
      purges = undefined;
      for (const feed of names) {
        const known = await feeds.get(feed);
        if (known && known.changed !== (await changeOf(home, feed))) feeds.delete(feed);
      }
    },
  };
};
