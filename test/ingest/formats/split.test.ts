import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { splitRecords } from '../../../ingest/formats/split.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-split-'));
afterAll(() => rmSync(folder, { recursive: true }));

const part = fc.constantFrom(
  'a',
  'b c',
  ' ',
  '  ',
  '\t',
  '\u00a0',
  'é',
  '""',
  '"x, y"',
  '"two\nlines"',
  '',
);
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b c', 'é', '2026-01-05', '1.2E+5', '') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(part, fc.constantFrom('', 'z', ' '))
      .map(([one, more]) => (one.includes('"') ? one : one + more)),
  },
);
const delimited = fc.tuple(
  fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 }),
  fc.constantFrom(',', ';', '\t'),
  fc.constantFrom('\n', '\r\n'),
  fc.boolean(),
);

const sizes = fc.array(fc.integer({ min: 8, max: 200 }), { minLength: 1, maxLength: 3 });

const OUTER = {
  none: /^[\t\n\r \u00a0]|[\t\n\r \u00a0]$/,
  spaces: /^[\t\n\r\u00a0]|[\t\n\r\u00a0]$/,
};

test('runs hold the records that were counted, and no other outer blanks than they say', async () => {
  const path = join(folder, 'rows.csv');
  await fc.assert(
    fc.asyncProperty(delimited, sizes, async (file, asked) => {
      const [rows, delimiter, end, isEnded] = file;
      const lines = rows.map((row) =>
        row
          .map((one) =>
            one.replaceAll(delimiter === '\t' ? '\t' : ',', delimiter === '\t' ? 'x' : delimiter),
          )
          .join(delimiter),
      );
      writeFileSync(path, `h,i,j${end}${lines.join(end)}${isEnded ? end : ''}`);
      const all: string[][] = [];
      let run = 0;
      const sizeOf = (): number => asked[run++ % asked.length] ?? 0;
      const seen: Buffer[] = [];
      const see = async (chunk: Buffer): Promise<void> => void seen.push(Buffer.from(chunk));
      for await (const records of splitRecords(path, delimiter, sizeOf, see)) {
        const { bytes, count, blanks, hasExponents } = records;
        const text = Buffer.from(bytes).toString();
        if (text.includes('E+')) expect(hasExponents).toBe(true);
        const cells: string[][] = parse(text, {
          delimiter,
          skip_empty_lines: true,
          record_delimiter: ['\r\n', '\n', '\r'],
        });
        expect(cells).toHaveLength(count);
        if (blanks !== 'any') {
          for (const one of cells.flat()) expect(one).not.toMatch(OUTER[blanks]);
        }
        all.push(...cells);
      }
      const whole: string[][] = parse(lines.join(end), {
        delimiter,
        skip_empty_lines: true,
        record_delimiter: ['\r\n', '\n', '\r'],
      });
      expect(all).toEqual(whole);
      expect(Buffer.concat(seen)).toEqual(readFileSync(path));
    }),
    { seed: 20261129, numRuns: 400 },
  );
});
