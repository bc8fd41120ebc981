import { type Claim, claim, recogniseAll } from './claim.ts';
import { type OpenWriter, openWriterOn } from './compile/feed-writer.ts';
import { type ControlTotal, checkBytes, checkListed } from './control.ts';
import { checkIgnored } from './counted.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
import { type OpenFile, type OpenTable, openFile } from './formats/open.ts';
import type { RowCount } from './formats/sink.ts';
import type { Unpacked } from './formats/unpacked.ts';
import type { Lock } from './lake/lock.ts';
import type { Original } from './lake/original.ts';
import { ignoredSentence, unclaimedSentence } from './message.ts';
import { ignoredByName } from './profiles/match.ts';
import type { FileMapping } from './profiles/profile.ts';
import { finishAll, type Place, type Reading, readInto } from './reading.ts';
import { type Scratch, scratchIn } from './scratch.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { ignored, refusedBy } from './unloaded.ts';

const isLoaded = (mapping: FileMapping): boolean => mapping.feeds.length > 0;

/** A readable file, of an archive or delivered as it is. */
export interface Readable {
  readonly original: Original;
  readonly file: Unpacked;
  readonly bytes: number;
  /** What is announced of it. */
  readonly control: ControlTotal | undefined;
  /** The call's session as this file sees it. */
  readonly session: Session;
}

/** A readable file of which at least one table is known to a profile. */
export interface Member extends Place {
  readonly original: Original;
  readonly file: Unpacked;
  readonly mappings: ReadonlyMap<OpenTable, FileMapping>;
  readonly unknown: readonly OpenTable[];
}

/** The tables that are not loaded, with the reason; those of a structured file only where they hold rows. */
const leftOut = (
  { file, mappings, unknown }: Member,
  counts?: ReadonlyMap<string, RowCount>,
): readonly FileOutcome[] => {
  const hasRows = ({ seen }: OpenTable): boolean => counts?.get(seen.table)?.rows !== 0;
  const meant = [...mappings].flatMap(([table, mapping]) => {
    if (isLoaded(mapping) || !hasRows(table)) return [];
    const { label } = table.seen;
    const why = mapping.ignore ?? 'says what the other files of its delivery hold';
    return [ignored(label, ignoredSentence(label, why), mapping.profile)];
  });
  const unclaimed = unknown.filter(hasRows).map(({ seen }) => seen.table);
  if (unclaimed.length === 0) return meant;
  return [...meant, ignored(file.label, unclaimedSentence(file.label, unclaimed))];
};

/** Checks a file that nothing is loaded from against what is announced of it. */
const checkAll = async (
  engine: Engine,
  open: OpenFile,
  file: Unpacked,
  mappings: ReadonlyMap<OpenTable, FileMapping>,
  control: ControlTotal | undefined,
): Promise<void> => {
  checkListed(file.label, control, [...mappings.values()]);
  await checkBytes(file.label, file.path, control);
  for (const table of mappings) await checkIgnored(engine, open, table, control);
};

/**
 * The opened file with the profile entries that read it, or that it is left alone: nobody can read it here, and a profile says
 * by its name that nobody need. Throws why it is refused.
 */
export const openMember = async (
  { session, original, file, control }: Readable,
  engine: Engine,
  scratch: Scratch,
): Promise<Member | FileOutcome> => {
  try {
    const open = await openFile(file, engine, scratch);
    return { original, file, control, open, ...recogniseAll(session, open) };
  } catch (error) {
    if (!(error instanceof IngestError) || error.code !== 'UNSUPPORTED_FORMAT') throw error;
    const mapping = ignoredByName(file.name, session.profiles);
    if (mapping?.ignore === undefined) throw error;
    await checkBytes(file.label, file.path, control);
    return ignored(file.label, ignoredSentence(file.label, mapping.ignore), mapping.profile);
  }
};

/** How many tables are loaded, as far as is known before they are claimed. */
export const loadedTables = ({ mappings }: Member): number =>
  [...mappings.values()].filter(isLoaded).length;

export const feedsOf = ({ mappings }: Member): readonly string[] =>
  [...mappings.values()].flatMap(({ feeds }) => feeds.map(({ feed }) => feed));

/** Claims every table that is loaded; call it while the locks of its feeds are held. */
export const claimAll = async (
  session: Session,
  engine: Engine,
  member: Member,
  openWriter: OpenWriter,
): Promise<readonly Claim[]> => {
  const claims: Claim[] = [];
  for (const entry of member.mappings) {
    if (isLoaded(entry[1])) claims.push(await claim(session, engine, member, openWriter, entry));
  }
  return claims;
};

/** Whether any feed of these tables is still to be loaded. */
export const hasLoads = (claims: readonly Claim[]): boolean =>
  claims.some((one) => one.loads.length > 0);

/** Hands in what has been read of a file's claimed tables, and tells what was left out. */
export const finishMember = async (
  engine: Engine,
  member: Member,
  claims: readonly Claim[],
  reading: Reading,
): Promise<readonly FileOutcome[]> => {
  const outcomes = await finishAll(engine, member, claims, reading);
  return [...leftOut(member, reading.read.counts), ...outcomes];
};

/** Loads an opened file: each of its tables that a profile claims, into each of its feeds. */
const loadOpened = async (
  session: Session,
  engine: Engine,
  member: Member,
): Promise<readonly FileOutcome[]> => {
  const { file, open, control, mappings } = member;
  const claims = await claimAll(session, engine, member, openWriterOn(engine));
  if (!hasLoads(claims)) {
    if (claims.length === 0) await checkAll(engine, open, file, mappings, control);
    return [...leftOut(member), ...claims.flatMap((one) => one.done)];
  }
  await checkBytes(file.label, file.path, control);
  return finishMember(engine, member, claims, await readInto(open, claims));
};

/** Loads one readable file. Refusals are outcomes. */
export const loadMember = async (readable: Readable): Promise<readonly FileOutcome[]> => {
  const { session, file } = readable;
  const scratch = scratchIn(await session.staging.room('work'));
  const engine = await session.engine();
  let lock: Lock | undefined;
  try {
    const member = await openMember(readable, engine, scratch);
    if ('outcome' in member) return [member];
    lock = await session.lock(feedsOf(member));
    const outcomes = await loadOpened(session, engine, member);
    await session.commits.publish();
    return outcomes;
  } catch (error) {
    return [refusedBy(file.label, error)];
  } finally {
    await lock?.release();
  }
};
