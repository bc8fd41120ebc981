import { type Claim, claim, recogniseAll } from './claim.ts';
import { type ControlTotal, checkBytes, checkListed, encodingSentences } from './control.ts';
import { checkDelivered, checkIgnored, type ReadTable } from './counted.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
import {
  type OpenFile,
  type OpenTable,
  openFile,
  type ReadFile,
  type Taker,
} from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import type { RowCount } from './formats/sink.ts';
import type { Unpacked } from './formats/unpacked.ts';
import type { Lock } from './lake/lock.ts';
import { keepOriginal, type Original } from './lake/original.ts';
import type { FinishedLoad } from './load.ts';
import {
  ignoredSentence,
  strayRowsSentence,
  twiceEncodedSentence,
  unclaimedSentence,
} from './message.ts';
import { ignoredByName } from './profiles/match.ts';
import type { FileMapping } from './profiles/profile.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { ignored, refusedBy } from './unloaded.ts';

/** Rows of a table that were delivered, and those of them that no feed took. */
interface Tally {
  rows: number;
  strays: number;
}

const takersOf = (
  claims: readonly Claim[],
  tallies: ReadonlyMap<Claim, Tally>,
): ReadonlyMap<OpenTable, Taker> =>
  new Map(
    claims.map((one) => [
      one.table,
      {
        mapping: one.mapping,
        isWanted: one.isWanted,
        take: async (piece: Piece) => {
          for (const { load, shape } of one.loads) await load.write(shape.shape(piece));
          const tally = tallies.get(one);
          if (!tally) return;
          tally.rows += piece.rows;
          tally.strays += await one.strays(piece);
        },
      },
    ]),
  );

/** Whether a fault may come of splitting the file in bulk, so that reading it row by row may do better. */
const isOfBulk = (error: unknown): boolean => !(error instanceof IngestError);

/** Reads the claimed tables into their loads, in bulk where the engine can split the file, else row by row. */
const readInto = async (
  open: OpenFile,
  claims: readonly Claim[],
): Promise<{ read: ReadFile; isByRow: boolean; tallies: ReadonlyMap<Claim, Tally> }> => {
  const tallies = new Map(claims.map((one) => [one, { rows: 0, strays: 0 }]));
  const takers = takersOf(claims, tallies);
  try {
    return { read: await open.deliver(takers, false), isByRow: false, tallies };
  } catch (error) {
    if (!open.canReadByRow || !isOfBulk(error)) throw error;
    for (const tally of tallies.values()) Object.assign(tally, { rows: 0, strays: 0 });
    for (const { loads } of claims) for (const { load } of loads) await load.reset();
    return { read: await open.deliver(takers, true), isByRow: true, tallies };
  }
};

const finishAll = async (
  session: Session,
  engine: Engine,
  original: Original,
  open: OpenFile,
  claims: readonly Claim[],
  control: ControlTotal | undefined,
): Promise<{ outcomes: readonly FileOutcome[]; read: ReadFile }> => {
  const { read, isByRow, tallies } = await readInto(open, claims);
  const written: (() => Promise<readonly FileOutcome[]>)[] = [];
  let hasRows = false;
  for (const one of claims) {
    const tally = tallies.get(one) ?? { rows: 0, strays: 0 };
    const { rows: delivered, unwanted } = read.counts?.get(one.table.seen.table) ?? {
      rows: tally.rows,
      unwanted: 0,
    };
    const strays = tally.strays + unwanted;
    const isEmptyTable = one.table.seen.table !== '' && delivered === 0;
    written.push(async () => one.done);
    if (isEmptyTable) continue;
    hasRows = true;
    const place: ReadTable = [one.table, one.mapping];
    const controlRows = await checkDelivered(engine, open, place, isByRow, control, delivered);
    const finished: FinishedLoad[] = [];
    const { label } = one.delivery;
    for (const { load, shape } of one.loads) {
      const again = async (write: (piece: Piece) => Promise<void>): Promise<void> => {
        const take = (piece: Piece): Promise<void> => write(shape.shape(piece));
        await open.deliver(new Map([[one.table, { mapping: one.mapping, take }]]), isByRow);
      };
      finished.push(
        await load.finish({
          encoding: read.encoding,
          ...(read.delimiter === undefined ? {} : { delimiter: read.delimiter }),
          again,
          remarks:
            finished.length > 0
              ? []
              : [
                  ...encodingSentences(label, control, read.encoding),
                  ...(read.isTwiceEncoded ? [twiceEncodedSentence(label)] : []),
                ],
          ...(controlRows === undefined ? {} : { controlRows }),
        }),
      );
    }
    written.push(async () => {
      const outcomes: FileOutcome[] = [];
      for (const load of finished) outcomes.push(await load.commit());
      if (strays > 0) {
        const sentence = strayRowsSentence(label, strays, delivered, one.mapping.profile);
        outcomes.push(ignored(label, sentence, one.mapping.profile));
      }
      return outcomes;
    });
  }
  const [first] = claims;
  if (first) checkListed(first.delivery.label, control, [first.mapping]);
  // Keeping the original moves it, and any table may have had to read it once more.
  if (hasRows && !session.isTrial) await keepOriginal(session.home, original);
  const outcomes: FileOutcome[] = [];
  for (const commit of written) outcomes.push(...(await commit()));
  return { outcomes, read };
};

const isLoaded = (mapping: FileMapping): boolean => mapping.feeds.length > 0;

/** The tables that are not loaded, with the reason; those of a structured file only where they hold rows. */
const leftOut = (
  mappings: ReadonlyMap<OpenTable, FileMapping>,
  unknown: readonly OpenTable[],
  counts?: ReadonlyMap<string, RowCount>,
): readonly FileOutcome[] => {
  const hasRows = ({ seen }: OpenTable): boolean => counts?.get(seen.table)?.rows !== 0;
  const meant = [...mappings].flatMap(([table, mapping]) => {
    if (isLoaded(mapping) || !hasRows(table)) return [];
    const { label } = table.seen;
    const why = mapping.ignore ?? 'says what the other files of its delivery hold';
    return [ignored(label, ignoredSentence(label, why), mapping.profile)];
  });
  const unclaimed = unknown
    .filter(hasRows)
    .map(({ seen }) => ignored(seen.label, unclaimedSentence(seen.label)));
  return [...meant, ...unclaimed];
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

/** The opened file, or that it is left alone: nobody can read it here, and a profile says by its name that nobody need. */
const openKnown = async (
  session: Session,
  file: Unpacked,
  engine: Engine,
  folder: string,
  control: ControlTotal | undefined,
): Promise<OpenFile | FileOutcome> => {
  try {
    return await openFile(file, engine, folder);
  } catch (error) {
    if (!(error instanceof IngestError) || error.code !== 'UNSUPPORTED_FORMAT') throw error;
    const mapping = ignoredByName(file.name, session.profiles);
    if (mapping?.ignore === undefined) throw error;
    await checkBytes(file.label, file.path, control);
    return ignored(file.label, ignoredSentence(file.label, mapping.ignore), mapping.profile);
  }
};

/** Loads one readable file: each of its tables that a profile claims, into each of its feeds. Refusals are outcomes. */
export const loadMember = async (
  session: Session,
  original: Original,
  file: Unpacked,
  control: ControlTotal | undefined,
): Promise<readonly FileOutcome[]> => {
  const folder = await session.staging.room('work');
  const engine = await session.engine();
  let lock: Lock | undefined;
  try {
    const open = await openKnown(session, file, engine, folder, control);
    if ('outcome' in open) return [open];
    const { mappings, unknown } = recogniseAll(session, open);
    lock = await session.lock(
      [...mappings.values()].flatMap(({ feeds }) => feeds.map(({ feed }) => feed)),
    );
    const claims: Claim[] = [];
    for (const entry of mappings) {
      if (isLoaded(entry[1]))
        claims.push(await claim(session, engine, original, file, open, entry));
    }
    if (!claims.some((one) => one.loads.length > 0)) {
      if (claims.length === 0) await checkAll(engine, open, file, mappings, control);
      return [...leftOut(mappings, unknown), ...claims.flatMap((one) => one.done)];
    }
    await checkBytes(file.label, file.path, control);
    const { outcomes, read } = await finishAll(session, engine, original, open, claims, control);
    return [...leftOut(mappings, unknown, read.counts), ...outcomes];
  } catch (error) {
    return [refusedBy(file.label, error)];
  } finally {
    await lock?.release();
  }
};
