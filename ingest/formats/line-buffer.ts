/** Lines of text as UTF-8 in blocks of bytes: strings of a file's slices would keep the whole file in memory. */
export interface LineBuffer {
  add(line: string): void;
  /** The lines, until the next `add` or `clear`. */
  bytes(): readonly Uint8Array[];
  clear(): void;
  readonly length: number;
  /** Bytes of the longest line since the last `clear`. */
  readonly longest: number;
}

interface Block {
  readonly bytes: Buffer;
  length: number;
}

const BLOCK_BYTES = 2 ** 18;
const LF = 10;

/** The most bytes that a line takes, its end included. */
const mostBytes = (line: string): number => 3 * line.length + 1;

/** `free` are blocks that all buffers of a sink share, so that together they hold little more than their lines. */
export const openLineBuffer = (free: Buffer[]): LineBuffer => {
  let blocks: Block[] = [];
  let length = 0;
  let longest = 0;

  const blockFor = (bytes: number): Block => {
    const last = blocks.at(-1);
    if (last && last.length + bytes <= last.bytes.length) return last;
    const reused = bytes <= BLOCK_BYTES ? free.pop() : undefined;
    const block = {
      bytes: reused ?? Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES)),
      length: 0,
    };
    blocks.push(block);
    return block;
  };

  return {
    add: (line) => {
      const block = blockFor(mostBytes(line));
      const from = block.length;
      block.length += block.bytes.write(line, from);
      block.bytes[block.length++] = LF;
      length += block.length - from;
      longest = Math.max(longest, block.length - from);
    },
    bytes: () => blocks.map((block) => block.bytes.subarray(0, block.length)),
    clear: () => {
      for (const { bytes } of blocks) if (bytes.length === BLOCK_BYTES) free.push(bytes);
      blocks = [];
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
