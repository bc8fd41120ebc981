import { malformedFile } from '../../errors.ts';
import { readLabels } from './labels.ts';
import { RECORD, type Records } from './records.ts';
import { trimmed, type Variable, variableOf, widthOf } from './variable.ts';

/** One dataset of a transport file. Texts are bytes, since no encoding is declared. */
export interface Member {
  readonly name: Buffer;
  readonly label: Buffer;
  readonly type: Buffer;
  readonly created: string;
  readonly modified: string;
  readonly variables: readonly Variable[];
  readonly width: number;
  /** Where its rows stand in the file, with the blanks that pad the last record. */
  readonly start: number;
  readonly end: number;
  /** Rows, where version 8 announces them. */
  readonly announced: number | undefined;
}

const HEADER = /^HEADER RECORD\*{7}(.{8})HEADER RECORD!{7}(.{32})$/s;
const NEXT = Buffer.from('HEADER RECORD*******MEMB');
const SCAN_BYTES = RECORD * 16_384;

interface Heading {
  readonly kind: string;
  readonly numbers: string;
}

const headingAt = async (records: Records, at: number): Promise<Heading | undefined> => {
  if (at + RECORD > records.size) return undefined;
  const found = HEADER.exec((await records.bytes(at, RECORD)).toString('latin1'));
  return found ? { kind: (found[1] ?? '').trim(), numbers: found[2] ?? '' } : undefined;
};

/** The header record at `at`, which must be one of `kinds`. Throws MALFORMED_FILE. */
export const expectHeading = async (
  records: Records,
  at: number,
  kinds: readonly string[],
  label: string,
): Promise<Heading> => {
  const heading = await headingAt(records, at);
  if (!heading || !kinds.includes(heading.kind))
    throw malformedFile(label, `no ${kinds.join(' or ')} header stands at byte ${at}`);
  return heading;
};

const latin = (bytes: Buffer, from: number, to: number): string =>
  trimmed(bytes.subarray(from, to)).toString('latin1').trim();

const numberIn = (text: string): number | undefined => {
  const digits = text.trim();
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
};

/** Where the next member's header stands, or the end of the file. A header begins a record, so only those places count. */
const nextMember = async (records: Records, from: number): Promise<number> => {
  for (let at = from; at < records.size; at += SCAN_BYTES) {
    const bytes = await records.bytes(at, Math.min(SCAN_BYTES, records.size - at));
    for (let found = bytes.indexOf(NEXT); found >= 0; found = bytes.indexOf(NEXT, found + 1)) {
      if (found % RECORD === 0 && (await headingAt(records, at + found))) return at + found;
    }
  }
  return records.size;
};

/** The member whose MEMBER header stands at `at`. Throws MALFORMED_FILE. */
export const readMember = async (records: Records, at: number, label: string): Promise<Member> => {
  const heading = await expectHeading(records, at, ['MEMBER', 'MEMBV8'], label);
  const isLong = heading.kind === 'MEMBV8';
  const size = numberIn(heading.numbers.slice(26, 30));
  if (size !== 140 && size !== 136)
    throw malformedFile(
      label,
      'the MEMBER header announces descriptions of neither 140 nor 136 bytes',
    );
  await expectHeading(records, at + RECORD, isLong ? ['DSCPTV8'] : ['DSCRPTR'], label);
  const descriptor = await records.bytes(at + 2 * RECORD, 2 * RECORD);
  const nameEnd = isLong ? 40 : 16;
  const namestrs = at + 4 * RECORD;
  const counting = await expectHeading(records, namestrs, [isLong ? 'NAMSTV8' : 'NAMESTR'], label);
  const count = numberIn(counting.numbers.slice(4, 10));
  if (count === undefined)
    throw malformedFile(label, 'the NAMESTR header announces no number of variables');
  const described = await records.bytes(namestrs + RECORD, count * size);
  let variables: readonly Variable[] = Array.from({ length: count }, (_, index) =>
    variableOf(described.subarray(index * size, (index + 1) * size), isLong, label, index + 1),
  );
  let place = namestrs + RECORD + Math.ceil((count * size) / RECORD) * RECORD;
  const after = await expectHeading(
    records,
    place,
    isLong ? ['OBSV8', 'LABELV8', 'LABELV9'] : ['OBS'],
    label,
  );
  let observations = after;
  if (after.kind === 'LABELV8' || after.kind === 'LABELV9') {
    const labels = numberIn(after.numbers) ?? numberIn(after.numbers.slice(0, 10));
    const read = await readLabels(
      records,
      place + RECORD,
      after.kind,
      labels ?? 0,
      variables,
      label,
    );
    variables = read.variables;
    place = read.end;
    observations = await expectHeading(records, place, ['OBSV8'], label);
  }
  const start = place + RECORD;
  return {
    name: trimmed(descriptor.subarray(8, nameEnd)),
    label: trimmed(descriptor.subarray(RECORD + 32, RECORD + 72)),
    type: trimmed(descriptor.subarray(RECORD + 72, 2 * RECORD)),
    created: latin(descriptor, 64, 80),
    modified: latin(descriptor, RECORD, RECORD + 16),
    variables,
    width: widthOf(variables, label),
    start,
    end: await nextMember(records, start),
    announced: isLong ? numberIn(observations.numbers.slice(0, 15)) || undefined : undefined,
  };
};
