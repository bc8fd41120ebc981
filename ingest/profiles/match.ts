import { ambiguousSource, unknownFile, unknownSource } from '../errors.ts';
import { literalLength, patternOf } from './pattern.ts';
import { type FileMapping, nameKey, type Profile } from './profile.ts';

/** What is known of a delivered file before it is read: its name and, per declared encoding, its header. */
export interface Seen {
  readonly label: string;
  readonly name: string;
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
}

const score = (mapping: FileMapping, seen: Seen): Score => {
  const header = new Set(
    seen.header(mapping.reading.encoding, mapping.reading.delimiter).map(nameKey),
  );
  const wanted = mapping.match.columns ?? [];
  const missing = wanted.filter((column) => !header.has(nameKey(column)));
  const named = mapping.match.file !== undefined && patternOf(mapping.match.file).test(seen.name);
  return { mapping, missing, shared: wanted.length - missing.length, named };
};

const matches = ({ mapping, missing, named }: Score): boolean =>
  missing.length === 0 && (mapping.match.file === undefined || named);

const isIgnored = ({ mapping }: Score): number => Number(mapping.ignore !== undefined);

const compare = (left: Score, right: Score): number =>
  isIgnored(right) - isIgnored(left) ||
  right.shared - left.shared ||
  literalLength(right.mapping.match.file ?? '') - literalLength(left.mapping.match.file ?? '');

const nearness = (left: Score, right: Score): number =>
  Number(right.named) - Number(left.named) ||
  right.shared - left.shared ||
  left.missing.length - right.missing.length;

const title = (mapping: FileMapping): string => `${mapping.profile} (${mapping.name})`;

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
  const scores = asked.flatMap((profile) => profile.files.map((file) => score(file, seen)));
  const found = scores.filter(matches).sort(compare);
  const [best, second] = found;
  if (best) {
    if (second && compare(best, second) === 0 && !(best.mapping.ignore && second.mapping.ignore)) {
      throw ambiguousSource(seen.label, [title(best.mapping), title(second.mapping)]);
    }
    return best.mapping;
  }
  const [nearest] = scores.filter((one) => one.named || one.shared > 0).sort(nearness);
  if (source && nearest) return nearest.mapping;
  throw unknownFile(
    seen.label,
    nearest && { profile: title(nearest.mapping), missing: nearest.missing },
  );
};
