import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { batchesOf } from './batches.ts';
import {
  type ControlTotal,
  type ControlTotals,
  isSidecar,
  mayBeControl,
  OTHERS,
  readControl,
} from './control.ts';
import { announcedOnly, IngestError } from './errors.ts';
import type { Delivered } from './formats/delivered.ts';
import { unpack } from './formats/unpack.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { copyOriginal, type Original } from './lake/original.ts';
import { forEachSmall } from './lanes.ts';
import { loadMember, type Readable } from './member.ts';
import { ignoredSentence } from './message.ts';
import { withDeclaredEncodings } from './profiles/declared-encoding.ts';
import { nameKey } from './profiles/profile.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { loadTogether } from './together.ts';
import { ignored, NO_ROWS, refusedBy } from './unloaded.ts';

/**
 * What the control files among these announce of the others. A control file that cannot be read announces nothing here; it
 * is refused when its turn comes.
 */
const controlsAmong = async (
  session: Session,
  files: readonly Unpacked[],
): Promise<ControlTotals> => {
  const totals = new Map<string, ControlTotal>();
  for (const file of files.filter(({ name }) => mayBeControl(name, session.profiles))) {
    try {
      const folder = await session.staging.room('control');
      const found = await readControl(file, session.profiles, folder, session.engine);
      for (const [name, total] of found) {
        totals.set(name, total);
      }
    } catch (error) {
      if (!(error instanceof IngestError)) throw error;
    }
  }
  return totals;
};

/** What the control files of one delivered folder announce, before any of its files is loaded. */
export const controlsOf = (
  session: Session,
  delivered: readonly Delivered[],
): Promise<ControlTotals> =>
  controlsAmong(
    session,
    delivered.map(({ path, name }) => ({ path, name, label: name, member: '' })),
  );

/** One refusal for each control file that announces files which did not come. */
const missingFiles = (
  label: string,
  totals: ControlTotals,
  names: ReadonlySet<string>,
): readonly FileOutcome[] => {
  const missing = new Map<string, string[]>();
  for (const [name, { by, rows }] of totals) {
    if (names.has(name) || name === OTHERS || rows === 0) continue;
    missing.set(by, [...(missing.get(by) ?? []), name]);
  }
  return [...missing].map(([by, files]) => {
    const { code, message } = announcedOnly(label === '' ? by : `${label}/${by}`, files);
    return { file: label || by, outcome: 'refused', ...NO_ROWS, messages: [message], code };
  });
};

/** Refusals for what control files announce beside the delivered files of a folder and what came in its archives. */
export const notDelivered = (
  totals: ControlTotals,
  delivered: readonly Delivered[],
  inArchives: ReadonlySet<string>,
): readonly FileOutcome[] =>
  missingFiles('', totals, new Set([...delivered.map(({ name }) => nameKey(name)), ...inArchives]));

const MARKER = /\.(done|ok|ready)$/i;

/** Why a file that stands beside others is no delivery itself, if it is none. */
const companion = ({ name }: Delivered, bytes: number): string | undefined => {
  if (isSidecar(name)) return 'lists the hashes of other files';
  return bytes === 0 && MARKER.test(name) ? 'marks that another file is complete' : undefined;
};

/** A delivered file with what is known of it before it is loaded: what control files announce, and the session as it sees it. */
export interface Expected {
  readonly delivered: Delivered;
  readonly controls: ControlTotals;
  readonly session: Session;
  /** The names of what archives of its folder hold; those of its own are added. */
  readonly inArchives: Set<string>;
}

/** A delivered file, copied and unpacked. */
interface Received {
  readonly original: Original;
  readonly files: readonly Unpacked[];
}

/** What a delivered file holds to be loaded, and what is told of it after that. */
interface Contents {
  readonly readables: readonly Readable[];
  readonly told: readonly FileOutcome[];
}

/** Copies and unpacks a delivered file; gives the outcome of one that is refused, or no delivery itself. */
const receive = async (
  { delivered, session }: Expected,
  at: number,
): Promise<Received | FileOutcome> => {
  const { path, name } = delivered;
  try {
    const { folder } = session.staging;
    const original = await copyOriginal(path, name, join(folder, `original-${at}`));
    const why = companion(delivered, original.bytes);
    if (why) return ignored(name, ignoredSentence(name, why));
    return {
      original,
      files: await unpack(
        { ...original, label: name },
        join(folder, `unpacked-${at}`),
        session.limits,
      ),
    };
  } catch (error) {
    return refusedBy(name, error);
  }
};

/** What control files announce of a file. */
const controlOf = (totals: ControlTotals, file: Unpacked): ControlTotal | undefined =>
  totals.get(nameKey(file.member || file.name)) ??
  totals.get(nameKey(file.name)) ??
  totals.get(OTHERS);

/** The readable files of a received one, each with what is announced of it, also within its archive. */
const contentsOf = async (
  { delivered, controls, session, inArchives }: Expected,
  { original, files }: Received,
): Promise<Contents> => {
  const isArchive = files.some(({ member }) => member !== '');
  const own = isArchive ? await controlsAmong(session, files) : new Map();
  const totals = new Map([...controls, ...own]);
  const profiles = isArchive
    ? await withDeclaredEncodings(files, session.profiles)
    : session.profiles;
  const readables = await forEachSmall(files, async (file) => ({
    original,
    file,
    bytes: (await stat(file.path)).size,
    control: controlOf(totals, file),
    session: { ...session, profiles },
  }));
  if (!isArchive) return { readables, told: [] };
  const names = new Set(files.flatMap(({ name, member }) => [nameKey(name), nameKey(member)]));
  for (const name of names) inArchives.add(name);
  return { readables, told: missingFiles(delivered.name, own, names) };
};

/** Loads readable files; yields the outcomes of each, in their order. */
const loadReadables = async function* (
  session: Session,
  readables: readonly Readable[],
): AsyncGenerator<readonly FileOutcome[]> {
  const isPlain = !session.isTrial && !session.correction;
  for (const batch of batchesOf(readables)) {
    if (isPlain && batch.length > 1) yield* loadTogether(session, batch);
    else for (const readable of batch) yield await loadMember(readable);
  }
};

/** Loads the files of a round. Yields the outcomes of each, in their order; a refusal is an outcome. */
export const loadRound = async function* (
  session: Session,
  files: readonly Expected[],
): AsyncGenerator<readonly FileOutcome[]> {
  try {
    const received = await forEachSmall(files, receive);
    const contents: Contents[] = [];
    for (const [at, one] of files.entries()) {
      const file = received[at];
      if (!file || 'outcome' in file) contents.push({ readables: [], told: file ? [file] : [] });
      else contents.push(await contentsOf(one, file));
    }
    const loaded = loadReadables(
      session,
      contents.flatMap(({ readables }) => readables),
    );
    try {
      for (const { readables, told } of contents) {
        const outcomes: FileOutcome[] = [];
        for (const _ of readables) outcomes.push(...((await loaded.next()).value ?? []));
        yield [...outcomes, ...told];
      }
    } finally {
      await loaded.return(undefined);
    }
  } finally {
    await session.staging.clear();
  }
};
