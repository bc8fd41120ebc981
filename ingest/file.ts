import type { Clock } from './clock.ts';
import { type Plan, placed, planFeed } from './compile/plan.ts';
import { type RowShape, shapeOf } from './compile/unpivot.ts';
import { contracts } from './contract.ts';
import { type ControlTotal, checkControl } from './control.ts';
import type { Correction } from './correction.ts';
import { type Engine, openEngine } from './engine.ts';
import { duplicateColumn, IngestError, malformedFile } from './errors.ts';
import type { Delivered } from './formats/delivered.ts';
import {
  type OpenFile,
  type OpenTable,
  openFile,
  type ReadFile,
  type Taker,
} from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import { unpack } from './formats/unpack.ts';
import type { Unpacked } from './formats/unpacked.ts';
import type { LoadIndex } from './lake/load-index.ts';
import type { Lock } from './lake/lock.ts';
import { copyOriginal, keepOriginal, type Original } from './lake/original.ts';
import type { Staging } from './lake/staging.ts';
import type { Limits } from './limits.ts';
import { alreadyLoaded, type Delivery, type FeedLoad, openFeedLoad } from './load.ts';
import { ignoredSentence, unclaimedSentence } from './message.ts';
import { recognise } from './profiles/match.ts';
import { type FileMapping, nameKey, type Profile } from './profiles/profile.ts';
import type { FileOutcome } from './summary.ts';

/** What one call of `ingest` holds for all its files. */
export interface Session {
  readonly home: string;
  readonly staging: Staging;
  readonly index: LoadIndex;
  /** Waits until no other process loads these feeds; the index then shows what is there. Throws HOME_LOCKED. */
  readonly lock: (feeds: readonly string[]) => Promise<Lock>;
  readonly profiles: readonly Profile[];
  readonly source?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly acceptShrink?: string;
  readonly correction?: Correction;
  readonly clock: Clock;
  readonly limits: Limits;
}

/** One table that a profile has claimed: how it is read, its rows' shape, and the feeds still to be loaded from it. */
interface Claim {
  readonly table: OpenTable;
  readonly mapping: FileMapping;
  readonly delivery: Delivery;
  readonly shape: RowShape;
  readonly done: readonly FileOutcome[];
  readonly loads: readonly FeedLoad[];
}

const NO_ROWS = { rows_read: 0, rows_accepted: 0, rows_rejected: 0 };

const refusedBy = (label: string, error: unknown): FileOutcome => {
  if (!(error instanceof IngestError)) throw error;
  return {
    file: label,
    outcome: 'refused',
    ...NO_ROWS,
    messages: [error.message],
    code: error.code,
  };
};

const ignored = (label: string, sentence: string, profile?: string): FileOutcome => ({
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
  const shape = shapeOf(mapping, placed(columns));
  const done: FileOutcome[] = [];
  const plans: Plan[] = [];
  const corrected = session.correction?.load.feed;
  const feeds = mapping.feeds.filter(({ feed }) => corrected === undefined || feed === corrected);
  for (const feed of feeds) {
    const contract = contracts().get(feed.feed);
    if (!contract) throw malformedFile(label, `feed ${feed.feed} has no contract`);
    const known = await alreadyLoaded(delivery, feed.feed, mapping.profile);
    if (known) done.push(known);
    else plans.push(planFeed(label, mapping, feed, contract, shape.header, session.set));
  }
  refuseTwice(label, columns, plans);
  const loads: FeedLoad[] = [];
  for (const plan of plans) loads.push(await openFeedLoad(engine, delivery, plan));
  return { table, mapping, delivery, shape, done, loads };
};

const takersOf = (
  claims: readonly Claim[],
  count: (claim: Claim, piece: Piece) => void,
): ReadonlyMap<OpenTable, Taker> =>
  new Map(
    claims.map((one) => [
      one.table,
      {
        mapping: one.mapping,
        take: async (piece: Piece) => {
          count(one, piece);
          const shaped = one.shape.shape(piece);
          for (const load of one.loads) await load.write(shaped);
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
): Promise<{ read: ReadFile; isByRow: boolean; rows: ReadonlyMap<Claim, number> }> => {
  const rows = new Map<Claim, number>();
  const takers = takersOf(claims, (one, piece) => rows.set(one, (rows.get(one) ?? 0) + piece.rows));
  try {
    return { read: await open.deliver(takers, false), isByRow: false, rows };
  } catch (error) {
    if (!open.canReadByRow || !isOfBulk(error)) throw error;
    rows.clear();
    for (const { loads } of claims) for (const load of loads) await load.reset();
    return { read: await open.deliver(takers, true), isByRow: true, rows };
  }
};

const finishAll = async (
  session: Session,
  original: Original,
  open: OpenFile,
  claims: readonly Claim[],
  control: ControlTotal | undefined,
): Promise<readonly FileOutcome[]> => {
  const { read, isByRow, rows } = await readInto(open, claims);
  const outcomes: FileOutcome[] = [];
  for (const one of claims) {
    const delivered = rows.get(one) ?? 0;
    const isEmptyTable = one.table.seen.table !== '' && delivered === 0;
    outcomes.push(...one.done);
    if (isEmptyTable) continue;
    const controlRows = checkControl(one.delivery.label, control, delivered);
    const finished = [];
    for (const load of one.loads) {
      const again = async (write: (piece: Piece) => Promise<void>): Promise<void> => {
        const take = (piece: Piece): Promise<void> => write(one.shape.shape(piece));
        await open.deliver(new Map([[one.table, { mapping: one.mapping, take }]]), isByRow);
      };
      finished.push(
        await load.finish({
          encoding: read.encoding,
          again,
          ...(controlRows === undefined ? {} : { controlRows }),
        }),
      );
    }
    await keepOriginal(session.home, original);
    for (const load of finished) outcomes.push(await load.commit());
  }
  return outcomes;
};

const loadUnpacked = async (
  session: Session,
  original: Original,
  file: Unpacked,
  control: ControlTotal | undefined,
): Promise<readonly FileOutcome[]> => {
  const folder = await session.staging.room('work');
  const engine = await openEngine(folder);
  let lock: Lock | undefined;
  try {
    const open = await openFile(file, engine, folder);
    const { mappings, unknown } = recogniseAll(session, open);
    const ignoredTables = [...mappings].filter(([, mapping]) => mapping.ignore !== undefined);
    const outcomes = ignoredTables.map(([table, mapping]) =>
      ignored(
        table.seen.label,
        ignoredSentence(table.seen.label, mapping.ignore ?? ''),
        mapping.profile,
      ),
    );
    lock = await session.lock(
      [...mappings.values()].flatMap(({ feeds }) => feeds.map(({ feed }) => feed)),
    );
    const claims: Claim[] = [];
    for (const entry of mappings) {
      if (entry[1].ignore === undefined)
        claims.push(await claim(session, engine, original, file, open, entry));
    }
    const isOpen = claims.some((one) => one.loads.length > 0);
    if (!isOpen) return [...outcomes, ...claims.flatMap((one) => one.done)];
    outcomes.push(...(await finishAll(session, original, open, claims, control)));
    for (const { seen } of unknown)
      outcomes.push(ignored(seen.label, unclaimedSentence(seen.label)));
    return outcomes;
  } catch (error) {
    return [refusedBy(file.label, error)];
  } finally {
    engine.close();
    await lock?.release();
  }
};

/** Loads one delivered file: copy, unpack, then each readable file in it. Refusals are outcomes, not throws. */
export const loadFile = async (
  session: Session,
  delivered: Delivered,
): Promise<readonly FileOutcome[]> => {
  const room = await session.staging.room('file');
  try {
    const original = await copyOriginal(delivered.path, delivered.name, `${room}/original`);
    const named = { ...original, label: delivered.name };
    const files = await unpack(named, room, session.limits);
    const outcomes: FileOutcome[] = [];
    for (const file of files)
      outcomes.push(...(await loadUnpacked(session, original, file, undefined)));
    return outcomes;
  } catch (error) {
    return [refusedBy(delivered.name, error)];
  } finally {
    await session.staging.clear();
  }
};
