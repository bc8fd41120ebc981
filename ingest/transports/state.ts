import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncEntry } from '../lake/durable.ts';
import { badTransport, inboxUnusable } from './errors.ts';

/** What is known of a remote file that has been fetched. */
export interface Taken {
  /** What tells it from a later file of the same path: etag, version, or size and time. */
  readonly version: string;
  readonly size: number;
  readonly sha256: string;
  /** Where it stands, below the home. */
  readonly inbox: string;
  readonly fetched_at: string;
  /** Whether `ingest` has given an outcome for it. */
  readonly ingested: boolean;
}

/** What a transport has fetched and where it goes on. */
export interface State {
  readonly files: Map<string, Taken>;
  cursor: string | undefined;
  /** Makes the state durable; without `now`, only where the last time was a while ago. */
  save(now?: boolean): Promise<void>;
}

const PAUSE_MS = 250;

const isTaken = (value: unknown): value is Taken =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  typeof value.version === 'string' &&
  'size' in value &&
  typeof value.size === 'number' &&
  'sha256' in value &&
  typeof value.sha256 === 'string' &&
  'inbox' in value &&
  typeof value.inbox === 'string' &&
  'fetched_at' in value &&
  typeof value.fetched_at === 'string' &&
  'ingested' in value &&
  typeof value.ingested === 'boolean';

const contentOf = (path: string, text: string): { files: Map<string, Taken>; cursor?: string } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badTransport(path, 'the record of what was fetched is damaged; restore it, or remove it');
  }
  const files = new Map<string, Taken>();
  if (typeof value === 'object' && value !== null && 'files' in value && Array.isArray(value.files))
    for (const entry of value.files) {
      if (Array.isArray(entry) && typeof entry[0] === 'string' && isTaken(entry[1]))
        files.set(entry[0], entry[1]);
    }
  const cursor =
    typeof value === 'object' && value !== null && 'cursor' in value ? value.cursor : undefined;
  return typeof cursor === 'string' ? { files, cursor } : { files };
};

const readIf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw inboxUnusable(path, cause);
  }
};

const replace = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.draft`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    await syncEntry(dirname(path));
  } catch (cause) {
    throw inboxUnusable(path, cause);
  }
};

/** The state of a transport, replaced whole at every save. Throws BAD_TRANSPORT, INBOX_UNUSABLE. */
export const openState = async (path: string): Promise<State> => {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (cause) {
    throw inboxUnusable(path, cause);
  }
  const text = await readIf(path);
  const { files, cursor } = text === undefined ? { files: new Map() } : contentOf(path, text);
  let savedAt = 0;
  const state: State = {
    files,
    cursor,
    save: async (now = false) => {
      if (!now && performance.now() - savedAt < PAUSE_MS) return;
      const content = { cursor: state.cursor, files: [...files] };
      await replace(path, `${JSON.stringify(content, null, 1)}\n`);
      savedAt = performance.now();
    },
  };
  return state;
};
