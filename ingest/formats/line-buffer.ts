/** Lines of text as UTF-8 in one run of bytes: strings of a file's slices would keep the whole file in memory. */
export interface LineBuffer {
  add(line: string): void;
  /** The lines, until the next `add` or `clear`. */
  bytes(): Uint8Array;
  clear(): void;
  readonly length: number;
  /** Bytes of the longest line since the last `clear`. */
  readonly longest: number;
}

const FIRST_BYTES = 2 ** 16;
const LF = 10;

export const openLineBuffer = (): LineBuffer => {
  let buffer = Buffer.alloc(0);
  let length = 0;
  let longest = 0;

  const grow = (bytes: number): void => {
    const larger = Buffer.allocUnsafe(Math.max(bytes, buffer.length * 2, FIRST_BYTES));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };

  return {
    add: (line) => {
      if (length + line.length * 3 >= buffer.length) grow(length + line.length * 3 + 1);
      const from = length;
      length += buffer.write(line, length);
      buffer[length++] = LF;
      longest = Math.max(longest, length - from);
    },
    bytes: () => buffer.subarray(0, length),
    clear: () => {
      length = 0;
      longest = 0;
    },
    get length() {
      return length;
    },
    get longest() {
      return longest;
    },
  };
};
