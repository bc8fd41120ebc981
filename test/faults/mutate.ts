import { gunzipSync, gzipSync } from 'node:zlib';

/** A way to damage a file: its name is printed where a case fails, and gives the same bytes from the same random numbers. */
export interface Mutation {
  readonly name: string;
  mutate(bytes: Buffer, next: () => number): Buffer;
}

const at = (length: number, next: () => number): number => Math.floor(next() * Math.max(1, length));

const splice = (bytes: Buffer, from: number, gone: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + gone)]);

const randomBytes = (count: number, next: () => number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => at(256, next)));

const lines = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n');

const fromLines = (all: readonly string[]): Buffer => Buffer.from(all.join('\n'), 'latin1');

const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The lines with one column treated, split naively at the delimiter that the first line holds most. */
const columnwise = (
  bytes: Buffer,
  next: () => number,
  treat: (cells: string[], column: number) => void,
): Buffer => {
  const all = lines(bytes);
  const head = all[0] ?? '';
  const count = (delimiter: string): number => head.split(delimiter).length;
  const delimiter = DELIMITERS.toSorted((left, right) => count(right) - count(left))[0];
  const column = at(count(delimiter ?? ','), next);
  return fromLines(
    all.map((line) => {
      if (line === '') return line;
      const cells = line.split(delimiter ?? ',');
      treat(cells, column);
      return cells.join(delimiter);
    }),
  );
};

const put = (name: string, what: Buffer, times = 1): Mutation => ({
  name,
  mutate: (bytes, next) => {
    let damaged = bytes;
    for (let i = 0; i < times; i += 1) damaged = splice(damaged, at(damaged.length, next), 0, what);
    return damaged;
  },
});

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Truncation at every percent of a file. */
export const truncations: readonly Mutation[] = Array.from({ length: 100 }, (_, percent) => ({
  name: `truncated at ${percent} %`,
  mutate: (bytes: Buffer) => bytes.subarray(0, Math.floor((bytes.length * percent) / 100)),
}));

/** Damage of every other kind. */
export const damages: readonly Mutation[] = [
  {
    name: 'a bit flipped',
    mutate: (bytes, next) => {
      const copy = Buffer.from(bytes);
      const place = at(copy.length, next);
      copy[place] = (copy[place] ?? 0) ^ (1 << at(8, next));
      return copy;
    },
  },
  {
    name: 'fifty bits flipped',
    mutate: (bytes, next) => {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < 50; i += 1) {
        const place = at(copy.length, next);
        copy[place] = (copy[place] ?? 0) ^ (1 << at(8, next));
      }
      return copy;
    },
  },
  {
    name: 'bytes inserted',
    mutate: (bytes, next) =>
      splice(bytes, at(bytes.length, next), 0, randomBytes(1 + at(40, next), next)),
  },
  {
    name: 'bytes deleted',
    mutate: (bytes, next) =>
      splice(bytes, at(bytes.length, next), 1 + at(200, next), Buffer.alloc(0)),
  },
  {
    name: 'a run of bytes twice',
    mutate: (bytes, next) => {
      const from = at(bytes.length, next);
      return splice(bytes, from, 0, bytes.subarray(from, from + at(2_000, next)));
    },
  },
  {
    name: 'a line twice',
    mutate: (bytes, next) => {
      const all = lines(bytes);
      const line = at(all.length, next);
      return fromLines(all.toSpliced(line, 0, all[line] ?? ''));
    },
  },
  {
    name: 'a line removed',
    mutate: (bytes, next) => {
      const all = lines(bytes);
      return fromLines(all.toSpliced(at(all.length, next), 1));
    },
  },
  {
    name: 'the header removed',
    mutate: (bytes) => fromLines(lines(bytes).slice(1)),
  },
  {
    name: 'a column twice',
    mutate: (bytes, next) =>
      columnwise(bytes, next, (cells, column) => cells.splice(column, 0, cells[column] ?? '')),
  },
  {
    name: 'a column removed',
    mutate: (bytes, next) => columnwise(bytes, next, (cells, column) => cells.splice(column, 1)),
  },
  {
    name: 'mixed line ends',
    mutate: (bytes, next) => {
      const ends = ['\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\n\r'];
      const all = lines(bytes);
      return Buffer.from(all.map((line) => line + ends[at(ends.length, next)]).join(''), 'latin1');
    },
  },
  put('invalid UTF-8', Buffer.from([0xc3, 0x28])),
  put('a lone surrogate', Buffer.from([0xed, 0xa0, 0x80])),
  put('a BOM in the middle', BOM),
  { name: 'a BOM first', mutate: (bytes) => Buffer.concat([BOM, bytes]) },
  { name: 'two BOMs first', mutate: (bytes) => Buffer.concat([BOM, BOM, bytes]) },
  {
    name: 'a false UTF-16 BOM first',
    mutate: (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]),
  },
  put('a quote', Buffer.from('"')),
  put('five quotes', Buffer.from('"'), 5),
  put('a backslash', Buffer.from('\\')),
  put('a NUL', Buffer.from([0])),
  put('control characters', Buffer.from([1, 0x1a, 0x1b, 0x7f])),
  put('a bracket', Buffer.from('<')),
  put('a brace', Buffer.from('{')),
  put('a delimiter', Buffer.from(','), 3),
  put('a very large number', Buffer.from(`1e${'9'.repeat(400)}`)),
  put('Unicode line ends and spaces', Buffer.from('\u2028\u0085\u00a0\ufeff\u200b')),
  put('a field of 10 MB', Buffer.alloc(10 * 2 ** 20, 'x')),
  put(
    'a quoted field of 10 MB',
    Buffer.from(`"${'a line of text, with commas, of some length\n'.repeat(240_000)}"`),
  ),
  {
    name: '5,000 columns',
    mutate: (bytes) => {
      const more = Array.from({ length: 5_000 }, (_, column) => `,more_${column}`).join('');
      const none = ','.repeat(5_000);
      return fromLines(
        lines(bytes)
          .slice(0, 50)
          .map((line, index) => (line === '' ? line : line + (index === 0 ? more : none))),
      );
    },
  },
  {
    name: 'gzip, damaged',
    mutate: (bytes, next) => {
      const packed = gzipSync(bytes);
      packed[at(packed.length, next)] = at(256, next);
      return packed;
    },
  },
  {
    name: 'gzip, cut',
    mutate: (bytes, next) => {
      const packed = gzipSync(bytes);
      return packed.subarray(0, at(packed.length, next));
    },
  },
  {
    name: 'gzip, bytes after it',
    mutate: (bytes, next) => Buffer.concat([gzipSync(bytes), randomBytes(20, next)]),
  },
  {
    name: 'unpacked, damaged, packed again',
    mutate: (bytes, next) => {
      const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
      const plain = isGzip ? Buffer.from(gunzipSync(bytes)) : Buffer.from(bytes);
      plain[at(plain.length, next)] = at(256, next);
      return gzipSync(plain);
    },
  },
];
