import type { OpenWriter } from './compile/feed-writer.ts';
import { type Plan, placed, planFeed } from './compile/plan.ts';
import { straysSql, wantedBy } from './compile/row.ts';
import { type RowShape, shapeOf } from './compile/unpivot.ts';
import { contracts } from './contract.ts';
import type { Engine } from './engine.ts';
import { duplicateColumn, malformedFile } from './errors.ts';
import type { OpenFile, OpenTable } from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import type { IsWanted } from './formats/reader.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { type Held, heldAs } from './held.ts';
import type { Original } from './lake/original.ts';
import { alreadyLoaded, type Delivery, type FeedLoad, identityOf, openFeedLoad } from './load.ts';
import { entryFor, unknownTable } from './profiles/match.ts';
import { type FileMapping, modeOf, nameKey } from './profiles/profile.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';

/** A feed still to be loaded from a table, and the shape that its rows take from the delivered ones. */
interface ShapedLoad {
  readonly load: FeedLoad;
  readonly shape: RowShape;
}

/** An opened file, and the delivered one that it stands in. */
interface Readable {
  readonly original: Original;
  readonly file: Unpacked;
  readonly open: OpenFile;
}

/** One table that a profile has claimed: how it is read, and the feeds still to be loaded from it. */
export interface Claim {
  readonly table: OpenTable;
  readonly mapping: FileMapping;
  readonly delivery: Delivery;
  readonly done: readonly FileOutcome[];
  readonly loads: readonly ShapedLoad[];
  /** Whether any of them brings back what another load had replaced. */
  readonly isReturn: boolean;
  /** Counts the rows of a piece that no feed takes. */
  readonly strays: (piece: Piece) => Promise<number>;
  /** Whether a row is taken by any feed; undefined where one of them takes all. */
  readonly isWanted: IsWanted | undefined;
}

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
export const recogniseAll = (
  session: Session,
  open: OpenFile,
): { mappings: ReadonlyMap<OpenTable, FileMapping>; unknown: readonly OpenTable[] } => {
  const mappings = new Map<OpenTable, FileMapping>();
  const unknown: OpenTable[] = [];
  for (const table of open.tables) {
    const mapping = entryFor(table.seen, session.profiles, session.source);
    if (mapping) mappings.set(table, mapping);
    else unknown.push(table);
  }
  const [first] = unknown;
  if (mappings.size === 0 && first)
    throw unknownTable(first.seen, session.profiles, session.source);
  return { mappings, unknown };
};

/** Claims a table for a profile's entry: the feeds that its content is a load of already are done. */
export const claim = async (
  session: Session,
  engine: Engine,
  { original, file, open }: Readable,
  openWriter: OpenWriter,
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
    loads.push({ load: await openFeedLoad(engine, delivery, plan, openWriter, held), shape });
  const strays = async ({ relation, isSifted }: Piece): Promise<number> => {
    const sql = isSifted ? undefined : straysSql(plans, relation);
    if (sql === undefined) return 0;
    const [row] = await engine.rows(sql);
    return Number(row?.n ?? 0);
  };
  const isReturn = shaped.some(({ held }) => held !== undefined);
  return { table, mapping, delivery, done, loads, isReturn, strays, isWanted: wantedBy(plans) };
};
