import { join } from 'node:path';
import { IngestError } from '../errors.ts';
import { ingest } from '../ingest.ts';
import { lockFeeds } from '../lake/lock.ts';
import type { FileOutcome, IngestEvent } from '../summary.ts';
import { chosen, transportsOf } from './configuration.ts';
import type { FetchedFile, Fetching } from './context.ts';
import { TransportError, transportBusy } from './errors.ts';
import { openFolder } from './folder.ts';
import { openClient } from './http/client.ts';
import { openFiles } from './http/files.ts';
import { takePages } from './http/pages.ts';
import { openInbox } from './inbox.ts';
import { openS3 } from './s3.ts';
import type { Environment } from './secret.ts';
import { openSftp } from './sftp/store.ts';
import { openState, type State } from './state.ts';
import type { Store } from './store.ts';
import { takeFiles } from './take.ts';
import type { Transport } from './transport.ts';
import { systemClock, type TransportClock } from './wait.ts';

/** What to fetch and where to. */
export interface FetchOptions {
  readonly home: string;
  /** Names of transports; none means all. */
  readonly names?: readonly string[];
  /** Whether `ingest` loads what came; default true. */
  readonly load?: boolean;
  readonly environment?: Environment;
  readonly clock?: TransportClock;
  readonly onFile?: (transport: string, file: FetchedFile) => void;
  readonly onEvent?: (event: IngestEvent) => void;
}

/** What became of one transport. */
export interface TransportOutcome {
  readonly transport: string;
  readonly files: readonly FetchedFile[];
  /** What `ingest` made of the files that had not been loaded yet. */
  readonly loaded: readonly FileOutcome[];
  /** Why the transport as a whole went no further. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface FetchSummary {
  readonly transports: readonly TransportOutcome[];
}

const takeStore = async (
  transport: Exclude<Transport, { kind: 'https' }>,
  store: Store,
  run: Fetching,
): Promise<void> => {
  try {
    const dropped =
      transport.kind === 's3' ? { ...pickInclude(transport), settle_seconds: 0 } : transport;
    await takeFiles(transport, dropped, store, run);
  } finally {
    await store.close();
  }
};

const pickInclude = ({ include }: { readonly include?: readonly string[] }) =>
  include === undefined ? {} : { include };

const take = async (transport: Transport, run: Fetching): Promise<void> => {
  const { environment, clock } = run;
  switch (transport.kind) {
    case 'folder':
      return takeStore(transport, openFolder(transport), run);
    case 'sftp':
      return takeStore(transport, openSftp(transport, environment), run);
    case 's3':
      return takeStore(transport, openS3(transport, environment), run);
    case 'https': {
      const client = openClient(transport, environment, clock);
      try {
        if (transport.get === 'pages' && transport.paging)
          return await takePages(transport, transport.paging, client, run);
        const dropped = { ...pickInclude(transport), settle_seconds: 0 };
        return await takeFiles(transport, dropped, openFiles(transport, client), run);
      } finally {
        client.close();
      }
    }
  }
};

const isReached = (outcome: FileOutcome): boolean =>
  outcome.code !== 'HOME_LOCKED' && outcome.code !== 'HOME_UNUSABLE';

/** Hands over what is in the inbox and not yet loaded, one file at a time, in the order in which it came. */
const load = async (
  transport: Transport,
  state: State,
  { home, onEvent }: FetchOptions,
): Promise<readonly FileOutcome[]> => {
  const outcomes: FileOutcome[] = [];
  const waiting = [...state.files].filter(([, taken]) => !taken.ingested);
  if (waiting.length === 0) return outcomes;
  const { files } = await ingest({
    home,
    paths: waiting.map(([, taken]) => join(home, taken.inbox)),
    ...(transport.source === undefined ? {} : { source: transport.source }),
    ...(onEvent ? { onEvent } : {}),
  });
  outcomes.push(...files);
  if (!files.every(isReached)) return outcomes;
  const isPrunable = transport.kind === 'https' && transport.paging?.by === 'id';
  for (const [path, taken] of waiting) {
    if (isPrunable) state.files.delete(path);
    else state.files.set(path, { ...taken, ingested: true });
  }
  await state.save(true);
  return outcomes;
};

const errorOf = (error: unknown): { code: string; message: string } => {
  if (error instanceof TransportError || error instanceof IngestError)
    return { code: error.code, message: error.message };
  throw error;
};

const lockOf = async (home: string, name: string) => {
  try {
    return await lockFeeds(home, [`transport-${name}`], 0);
  } catch (error) {
    if (error instanceof IngestError && error.code === 'HOME_LOCKED')
      throw transportBusy(name, error);
    throw error;
  }
};

const fetchOne = async (transport: Transport, options: FetchOptions): Promise<TransportOutcome> => {
  const { home, clock = systemClock } = options;
  const { name } = transport;
  const files: FetchedFile[] = [];
  let loaded: readonly FileOutcome[] = [];
  let error: TransportOutcome['error'];
  try {
    const lock = await lockOf(home, name);
    try {
      const stamp = new Date(clock.now()).toISOString().replace(/[-:.]/g, '');
      const inbox = await openInbox(home, name, stamp);
      const state = await openState(inbox.statePath);
      const report = (file: FetchedFile): void => {
        files.push(file);
        options.onFile?.(name, file);
      };
      const environment = options.environment ?? process.env;
      try {
        await take(transport, { inbox, state, clock, environment, report });
      } catch (fault) {
        error = errorOf(fault);
      } finally {
        await state.save(true);
      }
      if (options.load ?? true) loaded = await load(transport, state, options);
    } finally {
      await lock.release();
    }
  } catch (fault) {
    error = errorOf(fault);
  }
  return { transport: name, files, loaded, ...(error ? { error } : {}) };
};

/**
 * Fetches the new files of transports into the inbox of a home and loads them. Each file appears in the inbox whole or not
 * at all, and is fetched once for each version; what an earlier call fetched and could not load is loaded now. A transport
 * that fails is an outcome with an error, and the others go on. Throws BAD_TRANSPORT, SECRET_LITERAL, UNKNOWN_TRANSPORT.
 */
export const fetchDeliveries = async (options: FetchOptions): Promise<FetchSummary> => {
  const transports: TransportOutcome[] = [];
  for (const transport of chosen(transportsOf(options.home), options.names ?? []))
    transports.push(await fetchOne(transport, options));
  return { transports };
};
