import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fetching, limitsOf, patienceOf } from './context.ts';
import { download } from './download.ts';
import { type TransportCode, TransportError } from './errors.ts';
import { dropPart, hashOfFile, safePath } from './inbox.ts';
import { offered } from './offer.ts';
import { retry } from './retry.ts';
import type { RemoteFile, Store } from './store.ts';
import type { Dropped, Transport } from './transport.ts';

/** Refusals of one file after which the next may still go well. */
const OF_ONE_FILE: ReadonlySet<TransportCode> = new Set([
  'ACCESS_DENIED',
  'CHECKSUM_MISMATCH',
  'FILE_TOO_LARGE',
  'REMOTE_CHANGED',
  'REMOTE_NOT_FOUND',
  'UNSAFE_PATH',
]);

const SETTLE_SECONDS = 10;

/** Stands for the version of a file that is no longer where it was fetched from. */
const MOVED = 'moved';

const inOrder = (files: readonly RemoteFile[]): readonly RemoteFile[] =>
  files.toSorted((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));

/** The new files whose size and time stay the same over the settle period, whatever the server's clock says. */
const settled = async (
  files: readonly RemoteFile[],
  seconds: number,
  { clock, report }: Fetching,
  list: () => Promise<readonly RemoteFile[]>,
): Promise<readonly RemoteFile[]> => {
  if (files.length === 0 || seconds === 0) return files;
  await clock.wait(seconds * 1000);
  const later = new Map((await list()).map((file) => [file.path, file.version]));
  return files.filter(({ path, version, refused }) => {
    const isSettled = refused !== undefined || later.get(path) === version;
    if (!isSettled) report({ remote: path, outcome: 'skipped', message: 'still being written' });
    return isSettled;
  });
};

const takeOne = async (
  transport: Transport,
  store: Store,
  run: Fetching,
  file: RemoteFile,
): Promise<void> => {
  const { name } = transport;
  const { inbox, state, clock } = run;
  if (file.refused) throw file.refused;
  safePath(name, file.path);
  const part = inbox.partPath(file.path, file.version);
  const fetchWhole = async () => {
    await download({
      name,
      path: file.path,
      part,
      size: file.size,
      ...limitsOf(transport),
      open: (offset) => store.read(file, offset),
    });
    const whole = { path: part, size: (await stat(part)).size, sha256: await hashOfFile(part) };
    try {
      await store.verify(file, whole);
    } catch (error) {
      if (error instanceof TransportError) await dropPart(part);
      throw error;
    }
    return whole;
  };
  const { size, sha256 } = await retry(
    patienceOf(transport, clock),
    `fetching ${file.path}`,
    fetchWhole,
  );
  const hash = sha256.toString('hex');
  const before = state.files.get(file.path);
  const isSame = before?.sha256 === hash;
  const place = isSame ? before.inbox : await inbox.place(part, file.path);
  if (isSame) await dropPart(part);
  state.files.set(file.path, {
    version: file.version,
    size,
    sha256: hash,
    inbox: place,
    fetched_at: new Date(clock.now()).toISOString(),
    ingested: isSame && before.ingested,
  });
  await state.save();
  run.report(
    isSame
      ? { remote: file.path, outcome: 'skipped', message: 'the same bytes as before' }
      : {
          remote: file.path,
          outcome: 'fetched',
          path: join(inbox.home, place),
          bytes: size,
          sha256: hash,
        },
  );
};

/**
 * Fetches what a store offers and the state does not know, oldest first. A file that cannot be taken is reported and the
 * others go on; a refusal that concerns them all is thrown.
 */
export const takeFiles = async (
  transport: Transport,
  dropped: Dropped,
  store: Store,
  run: Fetching,
): Promise<void> => {
  const { state, clock, report } = run;
  const patience = patienceOf(transport, clock);
  const list = () => retry(patience, 'listing the files', () => store.list());
  const { wanted, skipped } = offered(await list(), dropped);
  for (const [remote, message] of skipped) report({ remote, outcome: 'skipped', message });
  const isKnown = ({ path, version }: RemoteFile) =>
    version !== '' && state.files.get(path)?.version === version;
  /** What later stands under a path that was moved away is looked at anew, even of the same size and second. */
  const finish = async (file: RemoteFile): Promise<void> => {
    await retry(patience, `moving ${file.path}`, () => store.finish(file));
    const taken = state.files.get(file.path);
    if (taken) state.files.set(file.path, { ...taken, version: MOVED });
  };
  const fresh = wanted.filter((file) => !isKnown(file));
  const seconds = dropped.marker ? 0 : (dropped.settle_seconds ?? SETTLE_SECONDS);
  for (const file of wanted.filter(isKnown)) {
    report({ remote: file.path, outcome: 'skipped', message: 'fetched before' });
    if (dropped.after === 'move') await finish(file);
  }
  for (const file of inOrder(await settled(fresh, seconds, run, list))) {
    try {
      await takeOne(transport, store, run, file);
      if (dropped.after === 'move') {
        await state.save(true);
        await finish(file);
      }
    } catch (error) {
      if (!(error instanceof TransportError) || !OF_ONE_FILE.has(error.code)) throw error;
      report({ remote: file.path, outcome: 'failed', message: error.message, code: error.code });
    }
  }
};
