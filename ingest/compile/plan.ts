import { type Contract, type ContractColumn, contracts, type Mode } from '../contract.ts';
import { missingColumn } from '../errors.ts';
import { cell } from '../formats/piece.ts';
import {
  type ColumnSource,
  deletedBy,
  deletedWhere,
  type FeedMapping,
  type FileMapping,
  modeOf,
  nameKey,
  type RowCondition,
} from '../profiles/profile.ts';
import { unwantedBy } from '../profiles/unwanted.ts';
import { wideColumns } from './unpivot.ts';

/** A delivered column: its name and its place in the table `delivered`. */
export interface SourceColumn {
  readonly name: string;
  readonly cell: string;
}

/** Who says the value that every row of a column has: the profile, the caller, or the name of the file. */
export type GivenBy = 'profile' | 'set' | 'file';

/** How one canonical column is made; `cells` empty and no constant means that it is absent. */
export interface PlannedColumn {
  readonly column: ContractColumn;
  readonly source: ColumnSource;
  readonly cells: readonly SourceColumn[];
  readonly constant?: string;
  readonly givenBy?: GivenBy;
  readonly isContentId: boolean;
  /** The columns that tell a number's sign and where its decimal point is. */
  readonly sign?: SourceColumn;
  readonly shift?: SourceColumn;
  /** The column that tells the time zone of a row's time stamps. */
  readonly zone?: SourceColumn;
}

/** Everything decided about one feed of one file before SQL is written. */
export interface Plan {
  readonly contract: Contract;
  readonly mapping: FileMapping;
  readonly feed: FeedMapping;
  readonly label: string;
  readonly mode: Mode;
  readonly source: string;
  readonly scope: readonly string[];
  readonly required: readonly string[];
  readonly columns: readonly PlannedColumn[];
  readonly header: readonly SourceColumn[];
  readonly extra: readonly SourceColumn[];
  readonly dropped: readonly string[];
  readonly deleted?: SourceColumn;
  /** What rows must meet to be this feed's, with the columns that tell. */
  readonly where: readonly { readonly condition: RowCondition; readonly column: SourceColumn }[];
}

/** A header's columns by name; of two with one name, the first. */
type ByName = ReadonlyMap<string, SourceColumn>;

const byName = (header: readonly SourceColumn[]): ByName => {
  const columns = new Map<string, SourceColumn>();
  for (const column of header) {
    const key = nameKey(column.name);
    if (!columns.has(key)) columns.set(key, column);
  }
  return columns;
};

const find = (columns: ByName, name: string): SourceColumn | undefined =>
  columns.get(nameKey(name));

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const cellsOf = (source: ColumnSource, name: string, header: ByName): readonly SourceColumn[] => {
  if (source.content_id || (source.constant ?? source.file) !== undefined) return [];
  if (source.join) {
    const joined = source.join.map((one) => find(header, one));
    return joined.filter((one) => one !== undefined);
  }
  const aliases = source.from === undefined ? [name] : listOf(source.from);
  const first = aliases.map((alias) => find(header, alias)).find((one) => one !== undefined);
  return first ? [first] : [];
};

/** What can stand for a column that the file lacks: the file's name, the profile's constants and what the caller sets. */
interface Givens {
  readonly label: string;
  readonly constants: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
}

const NOTHING: Givens = { label: '', constants: {}, set: {} };

/** The one value of a column that no cell gives; a caller may set what the profile declares or takes from the file's name. */
const constantOf = (
  name: string,
  source: ColumnSource,
  { label, constants, set }: Givens,
): { readonly constant: string; readonly givenBy: GivenBy } | undefined => {
  if (source.constant !== undefined) return { constant: source.constant, givenBy: 'profile' };
  const declared = constants[name];
  const said = set[name];
  if (said !== undefined && said !== declared && (source.file ?? declared) !== undefined)
    return { constant: said, givenBy: 'set' };
  const named = source.file && new RegExp(source.file, 'i').exec(label)?.[1];
  if (named) return { constant: named, givenBy: 'file' };
  return declared === undefined ? undefined : { constant: declared, givenBy: 'profile' };
};

const planned = (
  column: ContractColumn,
  feed: FeedMapping,
  givens: Givens,
  header: ByName,
): PlannedColumn => {
  const given = feed.columns?.[column.name];
  const source: ColumnSource = typeof given === 'string' ? { from: given } : (given ?? {});
  const cells = cellsOf(source, column.name, header);
  const constant = cells.length === 0 ? constantOf(column.name, source, givens) : undefined;
  const sign = source.sign && find(header, source.sign.from);
  const shift = source.shift && find(header, source.shift.from);
  const zone = source.utc_to && find(header, source.utc_to.from);
  return {
    column,
    source,
    cells,
    ...constant,
    isContentId: source.content_id === true,
    ...(sign ? { sign } : {}),
    ...(shift ? { shift } : {}),
    ...(zone ? { zone } : {}),
  };
};

/** A column that a feed does not take, whatever the header says. */
const unread = (column: ContractColumn): PlannedColumn => ({
  column,
  source: {},
  cells: [],
  isContentId: false,
});

/** The column that tells deleted rows, where rows of the feed say so. */
const flagOf = (feed: FeedMapping, header: ByName): SourceColumn | undefined => {
  const signal = deletedWhere(feed);
  return signal && find(header, signal.from);
};

/** What a number or a time stamp needs beside itself and the file lacks. */
const untoldBy = ({ source, sign, shift, zone }: PlannedColumn): readonly string[] => [
  ...(source.utc_to && !zone ? [source.utc_to.from] : []),
  ...(source.sign && !sign ? [source.sign.from] : []),
  ...(source.shift && !shift ? [source.shift.from] : []),
];

/** Whether a column's values come from somewhere. */
export const isPresent = (one: PlannedColumn): boolean =>
  one.isContentId || one.cells.length > 0 || one.constant !== undefined;

const sourceName = (one: PlannedColumn): string => {
  const wanted = [...listOf(one.source.from), ...(one.source.join ?? [])];
  const [first] = wanted;
  return first && nameKey(first) !== one.column.name
    ? `${one.column.name} (from ${wanted.join(' or ')})`
    : one.column.name;
};

/** Cells that any feed of the file takes: what one feed maps is no extra of another. */
const usedByFile = (mapping: FileMapping, header: readonly SourceColumn[]): readonly string[] => {
  const columns = byName(header);
  return mapping.feeds.flatMap((feed) => {
    const wanted = contracts().get(feed.feed)?.columns ?? [];
    const cells = wanted.flatMap((column) => {
      const { cells: own, sign } = planned(column, feed, NOTHING, columns);
      return sign ? [...own, sign] : own;
    });
    const deleted = flagOf(feed, columns);
    const wide = feed.unpivot ? wideColumns(mapping, feed.unpivot, header) : [];
    return [...cells, ...wide, ...(deleted ? [deleted] : [])].map((one) => one.cell);
  });
};

/** The columns of `header` that no feed of the file maps, split into what lands in `_extra`, by name, and what is dropped. */
const unmapped = (
  mapping: FileMapping,
  header: readonly SourceColumn[],
  used: ReadonlySet<string>,
): { extra: readonly SourceColumn[]; dropped: readonly SourceColumn[] } => {
  const kept = new Set(mapping.keep.map(nameKey));
  const isUnwanted = unwantedBy(mapping);
  const rest = header.filter((one) => !used.has(one.cell));
  const dropped = new Set(rest.filter((one) => isUnwanted(one.name)));
  const isExtra = (one: SourceColumn): boolean =>
    kept.has(nameKey(one.name)) || (!used.has(one.cell) && !dropped.has(one));
  return {
    extra: header.filter(isExtra).sort((left, right) => (left.name < right.name ? -1 : 1)),
    dropped: [...dropped],
  };
};

const usedBy = (
  columns: readonly PlannedColumn[],
  deleted: SourceColumn | undefined,
): Set<string> =>
  new Set([
    ...columns.flatMap((one) => one.cells.map((source) => source.cell)),
    ...(deleted ? [deleted.cell] : []),
  ]);

/** Names of delivered columns, each with its place; unpivoted columns are given by the caller. */
export const placed = (names: readonly string[]): readonly SourceColumn[] =>
  names.map((name, index) => ({ name, cell: cell(index) }));

/** The delivered column that completes a value, and what it tells. */
const completedBy = ({ sign, utc_to }: ColumnSource): ContractColumn['completedBy'] => {
  if (sign) return { from: sign.from, tells: 'a sign' };
  return utc_to && { from: utc_to.from, tells: 'a time zone' };
};

/** The contract with the words that a mapping's `refuse_others` leaves of a column, and what completes its values. */
const narrowed = (contract: Contract, feed: FeedMapping): Contract => {
  const columns = contract.columns.map((column): ContractColumn => {
    const given = feed.columns?.[column.name];
    if (typeof given !== 'object') return column;
    const completing = completedBy(given);
    return {
      ...column,
      ...(given.refuse_others ? { words: [...new Set(Object.values(given.values ?? {}))] } : {}),
      ...(completing ? { completedBy: completing } : {}),
    };
  });
  return { ...contract, columns };
};

/** Decides how one feed is made from a file with this header; `set` replaces declared constants. Throws MISSING_COLUMN. */
export const planFeed = (
  label: string,
  mapping: FileMapping,
  feed: FeedMapping,
  whole: Contract,
  header: readonly SourceColumn[],
  set: Readonly<Record<string, string>>,
): Plan => {
  const contract = narrowed(whole, feed);
  const delivered = byName(header);
  const givens = { label, constants: mapping.reading.constants ?? {}, set };
  const by = deletedBy(feed);
  const isRead = ({ name }: ContractColumn): boolean => by.length === 0 || by.includes(name);
  const columns = contract.columns.map((column) =>
    isRead(column) ? planned(column, feed, givens, delivered) : unread(column),
  );
  const required =
    by.length > 0 ? by : [...new Set([...contract.required, ...(feed.require ?? [])])];
  const absent = columns.filter((one) => required.includes(one.column.name) && !isPresent(one));
  if (absent.length > 0) {
    throw missingColumn(label, contract.feed, absent.map(sourceName), mapping.profile);
  }
  const untold = columns.flatMap((one) => (one.cells.length > 0 ? untoldBy(one) : []));
  if (untold.length > 0) throw missingColumn(label, contract.feed, untold, mapping.profile);
  const where = (feed.where ?? []).map((condition) => ({
    condition,
    column: find(delivered, condition.from),
  }));
  const unasked = where.flatMap(({ condition, column }) => (column ? [] : [condition.from]));
  if (unasked.length > 0) throw missingColumn(label, contract.feed, unasked, mapping.profile);
  const deleted = flagOf(feed, delivered);
  const used = new Set([...usedBy(columns, deleted), ...usedByFile(mapping, header)]);
  const { extra, dropped } = unmapped(mapping, header, used);
  const mode = modeOf(feed, contract.mode);
  const scope = feed.scope ?? (contract.required.includes('study_id') ? ['study_id'] : []);
  return {
    contract,
    mapping,
    feed,
    label,
    mode,
    source: feed.source ?? mapping.source,
    scope,
    required,
    columns,
    header,
    extra,
    dropped: dropped.map((one) => one.name),
    ...(deleted ? { deleted } : {}),
    where: where.flatMap(({ condition, column }) => (column ? [{ condition, column }] : [])),
  };
};

/** Canonical columns that the file gives. */
export const presentColumns = (plan: Plan): readonly string[] =>
  plan.columns.filter(isPresent).map((one) => one.column.name);
