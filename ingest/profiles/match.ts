import { ambiguousSource, unknownFile, unknownSource } from '../errors.ts';
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

interface Score {
  readonly mapping: FileMapping;
  readonly missing: readonly string[];
  readonly shared: number;
  readonly named: boolean;
  /** Whether format, table and traits are those that the entry asks for, and no column stands that it excludes. */
  readonly isKind: boolean;
}

const isOneOf = (value: string | undefined, wanted: string | readonly string[]): boolean =>
  value !== undefined &&
  (typeof wanted === 'string' ? [wanted] : wanted).some((one) => sameName(one, value));

const isKind = ({ match }: FileMapping, seen: Seen): boolean =>
  (match.format === undefined || match.format === seen.format) &&
  (match.table === undefined || patternOf(match.table).test(seen.table)) &&
  Object.entries(match.traits ?? {}).every(([name, wanted]) => isOneOf(seen.traits[name], wanted));

/** How many things an entry asks for beside columns and file name. */
const kinds = ({ match }: FileMapping): number =>
  Number(match.format !== undefined) +
  Number(match.table !== undefined) +
  Object.keys(match.traits ?? {}).length;

/** Every profile asks for the same few headers. */
const keysOf = (known: Map<readonly string[], ReadonlySet<string>>, header: readonly string[]) => {
  const keys = known.get(header) ?? new Set(header.map(nameKey));
  known.set(header, keys);
  return keys;
};

const score = (
  mapping: FileMapping,
  seen: Seen,
  known: Map<readonly string[], ReadonlySet<string>>,
): Score => {
  const header = keysOf(known, seen.header(mapping.reading.encoding, mapping.reading.delimiter));
  const wanted = mapping.match.columns ?? [];
  const missing = wanted.filter((column) => !header.has(nameKey(column)));
  const named = mapping.match.file !== undefined && patternOf(mapping.match.file).test(seen.name);
  const shared = wanted.length - missing.length;
  const lacks = !(mapping.match.without ?? []).some((column) => header.has(nameKey(column)));
  return { mapping, missing, shared, named, isKind: lacks && isKind(mapping, seen) };
};

const matches = ({ mapping, missing, named, isKind }: Score): boolean =>
  isKind && missing.length === 0 && (mapping.match.file === undefined || named);

const isIgnored = ({ mapping }: Score): number =>
  Number(mapping.ignore !== undefined || mapping.control !== undefined);

const compare = (left: Score, right: Score): number =>
  isIgnored(right) - isIgnored(left) ||
  right.shared - left.shared ||
  kinds(right.mapping) - kinds(left.mapping) ||
  literalLength(right.mapping.match.file ?? '') - literalLength(left.mapping.match.file ?? '');

const nearness = (left: Score, right: Score): number =>
  Number(right.named) - Number(left.named) ||
  right.shared - left.shared ||
  left.missing.length - right.missing.length;

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

/**
 * The entry of a profile that reads this file. With `source`, only that profile is asked, and its nearest entry is taken.
 * Throws UNKNOWN_FILE naming the nearest profile, AMBIGUOUS_SOURCE, or UNKNOWN_SOURCE.
 */
export const recognise = (seen: Seen, all: readonly Profile[], source?: string): FileMapping => {
  const asked = source
    ? all.filter((profile) => profile.profile === source || profile.source === source)
    : all;
  if (source && asked.length === 0) {
    throw unknownSource(
      source,
      all.map((profile) => profile.profile),
    );
  }
  const known = new Map<readonly string[], ReadonlySet<string>>();
  const scores = asked.flatMap(({ files }) => files.map((file) => score(file, seen, known)));
  const found = scores.filter(matches).sort(compare);
  const [best, second] = found;
  if (best) {
    if (second && compare(best, second) === 0 && !(best.mapping.ignore && second.mapping.ignore)) {
      throw ambiguousSource(seen.label, [title(best.mapping), title(second.mapping)]);
    }
    return best.mapping;
  }
  const [nearest] = scores
    .filter((one) => one.isKind && (one.named || one.shared > 0))
    .sort(nearness);
  if (source && nearest) return nearest.mapping;
  throw unknownFile(
    seen.label,
    nearest && { profile: title(nearest.mapping), missing: nearest.missing },
  );
};
