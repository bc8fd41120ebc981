import type { Clock } from './clock.ts';
import { type Plan, placed, planFeed } from './compile/plan.ts';
import { straysSql, wantedBy } from './compile/row.ts';
import { type RowShape, shapeOf } from './compile/unpivot.ts';
import { contracts } from './contract.ts';
import { type ControlTotal, checkBytes, checkListed, encodingSentences } from './control.ts';
import type { Correction } from './correction.ts';
import { checkDelivered, checkIgnored, type ReadTable } from './counted.ts';
import type { Engine } from './engine.ts';
import { duplicateColumn, IngestError, malformedFile } from './errors.ts';
import {
  type OpenFile,
  type OpenTable,
  openFile,
  type ReadFile,
  type Taker,
} from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import type { IsWanted } from './formats/reader.ts';
import type { RowCount } from './formats/sink.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { type Held, heldAs } from './held.ts';
import type { LoadIndex } from './lake/load-index.ts';
import type { Lock } from './lake/lock.ts';
import { keepOriginal, type Original } from './lake/original.ts';
import type { Staging } from './lake/staging.ts';
import type { Limits } from './limits.ts';
import {
  alreadyLoaded,
  type Delivery,
  type FeedLoad,
  type FinishedLoad,
  identityOf,
  openFeedLoad,
} from './load.ts';
import {
  ignoredSentence,
  strayRowsSentence,
  twiceEncodedSentence,
  unclaimedSentence,
} from './message.ts';
import { ignoredByName, recognise } from './profiles/match.ts';
import { type FileMapping, modeOf, nameKey, type Profile } from './profiles/profile.ts';
import type { FileOutcome } from './summary.ts';

/** What one call of `ingest` holds for all its files. */
export interface Session {
  readonly home: string;
  readonly staging: Staging;
  readonly index: LoadIndex;
  /** The one engine of the call, without what the last file left in it. */
  readonly engine: () => Promise<Engine>;
  /** Waits until no other process loads these feeds; the index then shows what is there. Throws HOME_LOCKED. */
  readonly lock: (feeds: readonly string[]) => Promise<Lock>;
  readonly profiles: readonly Profile[];
  readonly source?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly acceptShrink?: string;
  readonly correction?: Correction;
  readonly clock: Clock;
  /** Whether the caller stated when the files came. */
  readonly isStated: boolean;
  /** Whether this call has yet to load a file of this content. */
  readonly isToCome: (sha256: string, bytes: number) => Promise<boolean>;
  /** Whether loads are only tried: they end in staging. */
  readonly isTrial: boolean;
  readonly limits: Limits;
}

/** A feed still to be loaded from a table, and the shape that its rows take from the delivered ones. */
interface ShapedLoad {
  readonly load: FeedLoad;
  readonly shape: RowShape;
}

/** One table that a profile has claimed: how it is read, and the feeds still to be loaded from it. */
interface Claim {
  readonly table: OpenTable;
  readonly mapping: FileMapping;
  readonly delivery: Delivery;
  readonly done: readonly FileOutcome[];
  readonly loads: readonly ShapedLoad[];
  /** Counts the rows of a piece that no feed takes. */
  readonly strays: (piece: Piece) => Promise<number>;
  /** Whether a row is taken by any feed; undefined where one of them takes all. */
  readonly isWanted: IsWanted | undefined;
}

export const NO_ROWS = { rows_read: 0, rows_accepted: 0, rows_rejected: 0 };

/** The outcome of a file that was refused as a whole; what is no refusal is thrown on. */
export const refusedBy = (label: string, error: unknown): FileOutcome => {
  if (!(error instanceof IngestError)) throw error;
  return {
    file: label,
    outcome: 'refused',
    ...NO_ROWS,
    messages: [error.message],
    code: error.code,
  };
};

/** The outcome of a file or table that is not loaded, for a reason. */
export const ignored = (label: string, sentence: string, profile?: string): FileOutcome => ({
  file: label,
  outcome: 'ignored',
  ...(profile === undefined ? {} : { profile }),
  ...NO_ROWS,
  messages: [sentence],
});

const refuseTwice = (label: string, columns: readonly string[], plans: readonly Plan[]): void => {
  const used = new Set(
    plans.flatMap((plan) =>
      plan.columns.flatMap((one) => one.cells.map((cell) => nameKey(cell.name))),
    ),
  );
  const keys = columns.map(nameKey);
  const twice = columns.find(
    (name, index) => keys.indexOf(nameKey(name)) < index && used.has(nameKey(name)),
  );
  if (twice) throw duplicateColumn(label, twice);
};

/** The tables of a file with the profile entries that read them. Throws the refusal of the first where none is read. */
const recogniseAll = (
  session: Session,
  open: OpenFile,
): { mappings: ReadonlyMap<OpenTable, FileMapping>; unknown: readonly OpenTable[] } => {
  const mappings = new Map<OpenTable, FileMapping>();
  const unknown: OpenTable[] = [];
  let refusal: unknown;
  for (const table of open.tables) {
    try {
      mappings.set(table, recognise(table.seen, session.profiles, session.source));
    } catch (error) {
      if (!(error instanceof IngestError) || error.code !== 'UNKNOWN_FILE') throw error;
      refusal ??= error;
      unknown.push(table);
    }
  }
  if (mappings.size === 0) throw refusal;
  return { mappings, unknown };
};

const claim = async (
  session: Session,
  engine: Engine,
  original: Original,
  file: Unpacked,
  open: OpenFile,
  [table, mapping]: readonly [OpenTable, FileMapping],
): Promise<Claim> => {
  const { label, table: name } = table.seen;
  const delivery: Delivery = {
    ...session,
    original,
    label,
    member: file.member,
    table: name,
    format: open.format,
    traits: open.traits,
    loadedAt: session.clock.next(),
  };
  const columns = table.columns(mapping);
  const header = placed(columns);
  const done: FileOutcome[] = [];
  const shaped: { readonly plan: Plan; readonly shape: RowShape; readonly held?: Held }[] = [];
  const corrected = session.correction?.load.feed;
  const feeds = mapping.feeds.filter(({ feed }) => corrected === undefined || feed === corrected);
  for (const feed of feeds) {
    const contract = contracts().get(feed.feed);
    if (!contract) throw malformedFile(label, `feed ${feed.feed} has no contract`);
    const identity = identityOf(delivery, feed.feed, mapping.profile);
    const held = await heldAs(delivery, identity, modeOf(feed, contract.mode));
    if (held && held.replacedBy === undefined) {
      done.push(alreadyLoaded(delivery, held.record));
      continue;
    }
    const shape = shapeOf(mapping, feed, header);
    const plan = planFeed(label, mapping, feed, contract, shape.header, session.set);
    shaped.push({ plan, shape, ...(held ? { held } : {}) });
  }
  const plans = shaped.map(({ plan }) => plan);
  refuseTwice(label, columns, plans);
  const loads: ShapedLoad[] = [];
  for (const { plan, shape, held } of shaped)
    loads.push({ load: await openFeedLoad(engine, delivery, plan, held), shape });
  const strays = async ({ relation, isSifted }: Piece): Promise<number> => {
    const sql = isSifted ? undefined : straysSql(plans, relation);
    if (sql === undefined) return 0;
    const [row] = await engine.rows(sql);
    return Number(row?.n ?? 0);
  };
  return { table, mapping, delivery, done, loads, strays, isWanted: wantedBy(plans) };
};

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
