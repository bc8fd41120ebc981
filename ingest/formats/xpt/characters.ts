import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { wrongEncoding } from '../../errors.ts';
import type { Member } from './member.ts';
import { rowRuns } from './observations.ts';
import type { Records } from './records.ts';
import { trimmed } from './variable.ts';

/** What a transport file's texts are encoded in; the format declares nothing. */
export type XptEncoding = 'utf-8' | 'windows-1252';

/** Adjacent character variables, which can be looked at in one go. */
const spansOf = ({ variables }: Member): readonly { from: number; to: number }[] => {
  const spans: { from: number; to: number }[] = [];
  const ordered = variables
    .filter((each) => !each.isNumeric)
    .sort((left, right) => left.position - right.position);
  for (const { position, length } of ordered) {
    const last = spans.at(-1);
    if (last?.to === position) last.to += length;
    else spans.push({ from: position, to: position + length });
  }
  return spans;
};

const areTextsUtf8 = ({ name, label, variables }: Member): boolean =>
  [name, label].every(isUtf8) &&
  variables.every((each) => [each.name, each.label, each.format, each.informat].every(isUtf8));

/**
 * The rule of this format: UTF-8 where every text of the file is strict UTF-8, else windows-1252. Reads all rows, for a file
 * of 7-bit texts no faster than it must.
 */
export const encodingOf = async (
  records: Records,
  members: readonly { readonly member: Member; readonly count: number }[],
): Promise<XptEncoding> => {
  for (const { member, count } of members) {
    if (!areTextsUtf8(member)) return 'windows-1252';
    const { width } = member;
    const spans = spansOf(member);
    const characters = member.variables.filter((each) => !each.isNumeric);
    for await (const run of rowRuns(records, member, count)) {
      for (let at = 0; at < run.length; at += width) {
        if (spans.every(({ from, to }) => isAscii(run.subarray(at + from, at + to)))) continue;
        const isRowUtf8 = characters.every(({ position, length }) =>
          isUtf8(run.subarray(at + position, at + position + length)),
        );
        if (!isRowUtf8) return 'windows-1252';
      }
    }
  }
  return 'utf-8';
};

/** The text of a padded field. Throws WRONG_ENCODING for one of the five bytes that windows-1252 leaves open. */
export const textIn = (bytes: Buffer, encoding: XptEncoding, label: string, at: number): string => {
  const value = trimmed(bytes);
  if (value.length === 0) return '';
  if (isAscii(value)) return value.toString('latin1');
  if (encoding === 'utf-8') return value.toString('utf8');
  const text = iconv.decode(value, 'windows-1252');
  const bad = text.indexOf('\ufffd');
  if (bad >= 0) throw wrongEncoding(label, 'UTF-8 or windows-1252', at + bad, 1, undefined);
  return text;
};
