import { ambiguousSource, type IngestError, unknownFile, unknownSource } from '../errors.ts';
import { literalLength, patternOf } from './pattern.ts';
import { type FileMapping, nameKey, type Profile, sameName } from './profile.ts';

/**
 * What is known of a table before it is read: its file's name, format and traits, its own name in a structured file (else
 * ''), and its header, per declared encoding.
 */
export interface Seen {
  readonly label: string;
  readonly name: string;
  readonly format: string;
  readonly table: string;
  readonly traits: Readonly<Record<string, string>>;
  readonly header: (
    encoding: string | undefined,
    delimiter: string | undefined,
  ) => readonly string[];
}

/** How much of what an entry asks for a table has. */
interface Score {
  readonly mapping: FileMapping;
  readonly missing: readonly string[];
  readonly shared: number;
}

const isOneOf = (value: string | undefined, wanted: string | readonly string[]): boolean =>
  value !== undefined &&
  (typeof wanted === 'string' ? [wanted] : wanted).some((one) => sameName(one, value));

/** Whether format, table and traits are those that the entry asks for. */
const isKind = ({ match }: FileMapping, seen: Seen): boolean =>
  (match.format === undefined || match.format === seen.format) &&
  (match.table === undefined || patternOf(match.table).test(seen.table)) &&
  (match.traits === undefined ||
    Object.entries(match.traits).every(([name, wanted]) => isOneOf(seen.traits[name], wanted)));

const kindsOf = (seen: Seen, asked: readonly Profile[]): readonly FileMapping[] =>
  asked.flatMap(({ files }) => files.filter((file) => isKind(file, seen)));

/** How many things an entry asks for beside columns and file name. */
const demands = ({ match }: FileMapping): number =>
  Number(match.format !== undefined) +
  Number(match.table !== undefined) +
  Object.keys(match.traits ?? {}).length;

const isNamed = ({ match }: FileMapping, seen: Seen): boolean =>
  match.file !== undefined && patternOf(match.file).test(seen.name);

/** The names of a table's columns as they are compared; every entry asks for the same few headers. */
const keysOf = (seen: Seen): ((mapping: FileMapping) => ReadonlySet<string>) => {
  const known = new Map<readonly string[], ReadonlySet<string>>();
  return ({ reading }) => {
    const header = seen.header(reading.encoding, reading.delimiter);
    const keys = known.get(header) ?? new Set(header.map(nameKey));
    known.set(header, keys);
    return keys;
  };
};

const asked = new WeakMap<FileMapping, readonly string[]>();

/** The names of the columns that an entry asks for, as they are compared; every table is compared with the same entries. */
const askedBy = (mapping: FileMapping): readonly string[] => {
  const known = asked.get(mapping) ?? (mapping.match.columns ?? []).map(nameKey);
  asked.set(mapping, known);
  return known;
};

/** Whether a table has every column that an entry asks for. */
const hasAll = (
  mapping: FileMapping,
  keys: (mapping: FileMapping) => ReadonlySet<string>,
): boolean => {
  const wanted = askedBy(mapping);
  if (wanted.length === 0) return true;
  const header = keys(mapping);
  return wanted.every((column) => header.has(column));
};

/** The score of an entry; none where a column stands that it excludes. */
const scoreOf = (mapping: FileMapping, header: ReadonlySet<string>): readonly Score[] => {
  if (mapping.match.without?.some((column) => header.has(nameKey(column)))) return [];
  const wanted = mapping.match.columns ?? [];
  const missing = wanted.filter((column) => !header.has(nameKey(column)));
  return [{ mapping, missing, shared: wanted.length - missing.length }];
};

const isIgnored = ({ mapping }: Score): number =>
  Number(mapping.ignore !== undefined || mapping.control !== undefined);

const compare = (left: Score, right: Score): number =>
  isIgnored(right) - isIgnored(left) ||
  right.shared - left.shared ||
  demands(right.mapping) - demands(left.mapping) ||
  literalLength(right.mapping.match.file ?? '') - literalLength(left.mapping.match.file ?? '');

const title = (mapping: FileMapping): string => `${mapping.profile} (${mapping.name})`;

const asksNameAlone = ({ ignore, match }: FileMapping): boolean =>
  ignore !== undefined && Object.keys(match).every((key) => key === 'file');

/** The entry that leaves a file alone for its name, whatever it holds: a document for people that nobody can read here. */
export const ignoredByName = (
  name: string,
  profiles: readonly Profile[],
): FileMapping | undefined =>
  profiles
    .flatMap(({ files }) => files.filter(asksNameAlone))
    .find(({ match }) => match.file !== undefined && patternOf(match.file).test(name));

const askedOf = (all: readonly Profile[], source: string | undefined): readonly Profile[] => {
  if (!source) return all;
  const asked = all.filter((profile) => profile.profile === source || profile.source === source);
  if (asked.length > 0) return asked;
  throw unknownSource(
    source,
    all.map((profile) => profile.profile),
  );
};

/** The entry that comes nearest to reading a table of the kind that it asks for, by name or else by columns. */
const nearestOf = (
  seen: Seen,
  kinds: readonly FileMapping[],
  keys: (mapping: FileMapping) => ReadonlySet<string>,
): Score | undefined => {
  const named = new Set(kinds.filter((mapping) => isNamed(mapping, seen)));
  const [nearest] = kinds
    .flatMap((mapping) => scoreOf(mapping, keys(mapping)))
    .filter(({ mapping, shared }) => named.has(mapping) || shared > 0)
    .sort(
      (left, right) =>
        Number(named.has(right.mapping)) - Number(named.has(left.mapping)) ||
        right.shared - left.shared ||
        left.missing.length - right.missing.length,
    );
  return nearest;
};

/**
 * The entry of a profile that reads this table, if any. With `source`, only that profile is asked, and its nearest entry is
 * taken. Throws AMBIGUOUS_SOURCE, or UNKNOWN_SOURCE.
 */
export const entryFor = (
  seen: Seen,
  all: readonly Profile[],
  source?: string,
): FileMapping | undefined => {
  const keys = keysOf(seen);
  const kinds = kindsOf(seen, askedOf(all, source));
  const [best, second] = kinds
    .filter((mapping) => mapping.match.file === undefined || isNamed(mapping, seen))
    .filter((mapping) => hasAll(mapping, keys))
    .flatMap((mapping) => scoreOf(mapping, keys(mapping)))
    .sort(compare);
  if (!best) return source === undefined ? undefined : nearestOf(seen, kinds, keys)?.mapping;
  if (second && compare(best, second) === 0 && !(best.mapping.ignore && second.mapping.ignore)) {
    throw ambiguousSource(seen.label, [title(best.mapping), title(second.mapping)]);
  }
  return best.mapping;
};

/** The refusal of a table that no entry reads, UNKNOWN_FILE, naming the nearest one. */
export const unknownTable = (seen: Seen, all: readonly Profile[], source?: string): IngestError => {
  const nearest = nearestOf(seen, kindsOf(seen, askedOf(all, source)), keysOf(seen));
  return unknownFile(
    seen.label,
    nearest && { profile: title(nearest.mapping), missing: nearest.missing },
  );
};

/** As `entryFor`; throws UNKNOWN_FILE too. */
export const recognise = (seen: Seen, all: readonly Profile[], source?: string): FileMapping => {
  const entry = entryFor(seen, all, source);
  if (!entry) throw unknownTable(seen, all, source);
  return entry;
};
