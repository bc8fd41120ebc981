/** A number of a transport file: its value, or the SAS code of a missing one (`.`, `._`, `.A` to `.Z`). */
export type IbmNumber = number | string;

const isMissingCode = (byte: number): boolean =>
  byte === 0x2e || byte === 0x5f || (byte >= 0x41 && byte <= 0x5a);

/**
 * An IBM hexadecimal floating point number of 2 to 8 bytes, big-endian (TS-140): a sign bit, a power of 16 biased by 64, and
 * a fraction that shorter lengths cut off. A fraction of more than 53 bits is rounded to the nearest double.
 */
export const readIbmFloat = (bytes: Buffer, at: number, length: number): IbmNumber => {
  const first = bytes[at] ?? 0;
  let high = 0;
  let low = 0;
  for (let index = 1; index < 8; index += 1) {
    const byte = index < length ? (bytes[at + index] ?? 0) : 0;
    if (index < 4) high = high * 256 + byte;
    else low = low * 256 + byte;
  }
  if (high === 0 && low === 0) {
    if (!isMissingCode(first)) return 0;
    return first === 0x2e ? '.' : `.${String.fromCharCode(first)}`;
  }
  const fraction = high * 2 ** 32 + low;
  const value = fraction * 2 ** (4 * ((first & 0x7f) - 64) - 56);
  return first & 0x80 ? -value : value;
};

/** The shortest decimal text that reads back as the same double, without an exponent between 1e-6 and 1e21. */
export const numberText = (value: number): string => String(value);
