import { malformedFile } from '../../errors.ts';
import type { Member } from './member.ts';
import { RECORD, type Records } from './records.ts';

const READ_BYTES = 2 ** 20;

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20);

/**
 * Rows of a member. The format has no count before version 8: blanks pad the last record, so rows of blanks alone that fit
 * into that padding (at most 79 bytes) are padding. Throws MALFORMED_FILE where the last row is cut or another number of rows
 * is announced.
 */
export const countRows = async (
  records: Records,
  member: Member,
  label: string,
): Promise<number> => {
  const { start, end, width, announced } = member;
  const bytes = end - start;
  const name = member.name.toString('latin1');
  if (width === 0) return announced ?? 0;
  if (announced !== undefined) {
    const held = Math.floor(bytes / width);
    if (bytes < announced * width || bytes - announced * width >= RECORD)
      throw malformedFile(
        label,
        `dataset ${name} announces ${announced} rows and holds ${held} at most`,
      );
    return announced;
  }
  let count = Math.floor(bytes / width);
  const over = bytes - count * width;
  const tail = await records.bytes(end - over, over);
  if (over >= RECORD || !isBlank(tail))
    throw malformedFile(label, `the last row of dataset ${name} is cut: ${over} bytes of ${width}`);
  let padding = over;
  while (count > 0 && padding + width < RECORD) {
    const last = await records.bytes(start + (count - 1) * width, width);
    if (!isBlank(last)) break;
    count -= 1;
    padding += width;
  }
  return count;
};

/** Rows of a member, in runs of about a megabyte: whole rows, one after another. */
export const rowRuns = async function* (
  records: Records,
  member: Member,
  count: number,
): AsyncGenerator<Buffer> {
  const { start, width } = member;
  if (width === 0) return;
  const run = Math.max(1, Math.floor(READ_BYTES / width));
  for (let row = 0; row < count; row += run)
    yield await records.bytes(start + row * width, Math.min(run, count - row) * width);
};
