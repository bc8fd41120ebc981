import { dirname } from 'node:path';
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
import { forEachSmall } from './formats/lanes.ts';
import { unpack } from './formats/unpack.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { copyOriginal, type Original } from './lake/original.ts';
import { loadMember } from './member.ts';
import { ignoredSentence } from './message.ts';
import { withDeclaredEncodings } from './profiles/declared-encoding.ts';
import { nameKey } from './profiles/profile.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { loadTogether, type Small } from './together.ts';
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

/** A delivered file as it is loaded: its copy, or the outcome of one that is no delivery itself. */
const receive = async (delivered: Delivered, room: string): Promise<Original | FileOutcome> => {
  const original = await copyOriginal(delivered.path, delivered.name, `${room}/original`);
  const why = companion(delivered, original.bytes);
  return why ? ignored(delivered.name, ignoredSentence(delivered.name, why)) : original;
};

/** What control files announce of a file. */
const controlOf = (totals: ControlTotals, file: Unpacked): ControlTotal | undefined =>
  totals.get(nameKey(file.member || file.name)) ??
  totals.get(nameKey(file.name)) ??
  totals.get(OTHERS);

/** A delivered file with what is known of it before it is loaded: what control files announce, and the session as it sees it. */
export interface Expected {
  readonly delivered: Delivered;
  readonly controls: ControlTotals;
  readonly session: Session;
}

/** Loads delivered files that are small and no archives, together. */
const loadSmallFiles = async function* (
  session: Session,
  files: readonly Expected[],
): AsyncGenerator<readonly FileOutcome[]> {
  try {
    const received = await forEachSmall(
      files,
      async ({ delivered, controls, session: own }, at): Promise<Small | FileOutcome> => {
        try {
          const folder = await session.staging.room(`file-${at}`);
          const original = await receive(delivered, folder);
          if ('outcome' in original) return original;
          const { path, name } = original;
          const file = { path, name, label: name, member: '' };
          return { original, file, folder, control: controlOf(controls, file), session: own };
        } catch (error) {
          return refusedBy(delivered.name, error);
        }
      },
    );
    const smalls = received.filter((one): one is Small => !('outcome' in one));
    const loaded = loadTogether(session, smalls);
    try {
      for (const one of received) {
        if ('outcome' in one) yield [one];
        else yield (await loaded.next()).value ?? [];
      }
    } finally {
      await loaded.return(undefined);
    }
  } finally {
    await session.staging.clear();
  }
};

/**
 * Loads one delivered file: copy, unpack, then each readable file in it; names of what an archive holds are added to
 * `inArchives`. Refusals are outcomes, not throws.
 */
const loadFile = async (
  { delivered, controls, session }: Expected,
  inArchives: Set<string>,
): Promise<readonly FileOutcome[]> => {
  const room = await session.staging.room('file');
  try {
    const original = await receive(delivered, room);
    if ('outcome' in original) return [original];
    const files = await unpack({ ...original, label: delivered.name }, room, session.limits);
    const isArchive = files.some(({ member }) => member !== '');
    const own = isArchive ? await controlsAmong(session, files) : new Map();
    const totals = new Map([...controls, ...own]);
    const profiles = isArchive
      ? await withDeclaredEncodings(files, session.profiles)
      : session.profiles;
    const outcomes: FileOutcome[] = [];
    for (const file of files) {
      const control = controlOf(totals, file);
      outcomes.push(...(await loadMember({ ...session, profiles }, original, file, control)));
    }
    if (!isArchive) return outcomes;
    const names = new Set(files.flatMap(({ name, member }) => [nameKey(name), nameKey(member)]));
    for (const name of names) inArchives.add(name);
    return [...outcomes, ...missingFiles(delivered.name, own, names)];
  } catch (error) {
    return [refusedBy(delivered.name, error)];
  } finally {
    await session.staging.clear();
  }
};

/**
 * Loads the files of a round; names of what archives hold are added to `inArchives`. Yields the outcomes of each file, in their
 * order; a refusal is an outcome.
 */
export const loadRound = async function* (
  session: Session,
  files: readonly Expected[],
  inArchives: ReadonlyMap<string, Set<string>>,
): AsyncGenerator<readonly FileOutcome[]> {
  if (files.length > 1 && !session.isTrial && !session.correction) {
    yield* loadSmallFiles(session, files);
    return;
  }
  for (const one of files)
    yield await loadFile(one, inArchives.get(dirname(one.delivered.path)) ?? new Set());
};
