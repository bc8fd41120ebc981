import { malformedFile } from '../../errors.ts';

/** One variable of a dataset, as its NAMESTR describes it. Texts are bytes, since no encoding is declared. */
export interface Variable {
  readonly name: Buffer;
  readonly label: Buffer;
  readonly isNumeric: boolean;
  /** Bytes in a row. */
  readonly length: number;
  readonly format: Buffer;
  readonly informat: Buffer;
  /** Place among the variables, counted from 1. */
  readonly ordinal: number;
  /** Offset in a row. */
  readonly position: number;
}

const LONGEST = 32_767;

/** Without the blanks and zero bytes that pad it. */
export const trimmed = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
  return bytes.subarray(0, end);
};

/** `DATE9.`, `8.2`, or nothing. */
const formatOf = (name: Buffer, width: number, decimals: number): Buffer => {
  const word = trimmed(name);
  if (word.length === 0 && width === 0) return word;
  const digits = `${width > 0 ? width : ''}.${decimals > 0 ? decimals : ''}`;
  return Buffer.concat([word, Buffer.from(digits)]);
};

/** The variable of one NAMESTR. Throws MALFORMED_FILE where type or length cannot be. */
export const variableOf = (
  namestr: Buffer,
  isLong: boolean,
  label: string,
  ordinal: number,
): Variable => {
  const type = namestr.readInt16BE(0);
  const length = namestr.readUInt16BE(4);
  const isNumeric = type === 1;
  if (type !== 1 && type !== 2)
    throw malformedFile(label, `variable ${ordinal} is neither numeric nor character`);
  if (isNumeric ? length < 2 || length > 8 : length < 1 || length > LONGEST)
    throw malformedFile(label, `variable ${ordinal} has the impossible length ${length}`);
  const long = isLong ? trimmed(namestr.subarray(88, 120)) : Buffer.alloc(0);
  return {
    name: long.length > 0 ? long : trimmed(namestr.subarray(8, 16)),
    label: trimmed(namestr.subarray(16, 56)),
    isNumeric,
    length,
    format: formatOf(namestr.subarray(56, 64), namestr.readInt16BE(64), namestr.readInt16BE(66)),
    informat: formatOf(namestr.subarray(72, 80), namestr.readInt16BE(80), namestr.readInt16BE(82)),
    ordinal,
    position: namestr.readInt32BE(84),
  };
};

/** Bytes of a row. Throws MALFORMED_FILE where variables overlap or leave a gap. */
export const widthOf = (variables: readonly Variable[], label: string): number => {
  const ordered = [...variables].sort((left, right) => left.position - right.position);
  let width = 0;
  for (const { position, length, ordinal } of ordered) {
    if (position !== width)
      throw malformedFile(
        label,
        `variable ${ordinal} begins at byte ${position} of a row, where the one before ends at ${width}`,
      );
    width += length;
  }
  return width;
};
