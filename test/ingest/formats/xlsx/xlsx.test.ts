import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IngestError } from '@portolan/ingest';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { unpack } from '../../../../ingest/formats/unpack.ts';
import { xlsx } from '../../../../ingest/formats/xlsx/xlsx.ts';
import { LIMITS } from '../../../../ingest/limits.ts';
import { type Collected, claims, collect, type Row } from '../collect.ts';
import { type BuiltWorkbook, workbookOf } from './build.ts';

const SAMPLE = resolve(
  import.meta.dirname,
  '../../../../../shared/samples/usdm/ddf-ra-xlsx/CDISC_Pilot_Study.xlsx',
);

const folder = mkdtempSync(join(tmpdir(), 'portolan-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const unpackAt = (path: string, name: string) =>
  unpack({ path, name, label: name, bytes: statSync(path).size }, folder, LIMITS);

/** Reads a delivered file as the pipeline would: out of its container first. */
const read = async (bytes: Uint8Array, name = 'book.xlsx'): Promise<Collected> => {
  const path = join(folder, 'delivered');
  writeFileSync(path, bytes);
  const [file] = await unpackAt(path, name);
  if (!file) throw new Error('nothing was unpacked');
  expect(await claims(xlsx, file.path)).toBe(true);
  return collect(xlsx, file.path);
};

const refusal = async (bytes: Uint8Array): Promise<string> => {
  const result = await read(bytes).catch((cause: unknown) => cause);
  expect(result).toBeInstanceOf(IngestError);
  return String(result);
};

describe.skipIf(!existsSync(SAMPLE))('a published workbook of 33 sheets', () => {
  test('holds the cells that openpyxl finds; two sheets are no table from their first row', async () => {
    const { tables, rows, refused, traits } = await read(readFileSync(SAMPLE));
    expect(tables).toHaveLength(33);
    expect(traits.date_system).toBe('1900');
    expect(new Set(refused.map(({ table, fault }) => `${table} ${fault}`))).toEqual(
      new Set(['study ragged_row', 'studyDesign ragged_row']),
    );
    expect(refused).toHaveLength(8);
    const count = Object.values(rows).reduce((sum, each) => sum + each.length, 0);
    expect(count + refused.length).toBe(590);
    const hash = createHash('sha256');
    const whole = tables.filter((table) => !refused.some((each) => each.table === table));
    for (const table of whole)
      for (const row of rows[table] ?? []) {
        const cells = Object.values(row).map((cell) => cell ?? '');
        while (cells.at(-1) === '') cells.pop();
        hash.update(`${table}\x1f${cells.join('\x1f')}\x1e`);
      }
    expect(hash.digest('hex').slice(0, 16)).toBe('9229bb2cf60ad8fe');
  });

  test('cut at every percent it is refused', async () => {
    const whole = readFileSync(SAMPLE);
    for (let percent = 1; percent < 100; percent += 1)
      await refusal(whole.subarray(0, Math.floor((whole.length * percent) / 100))).catch(
        (cause: unknown) => {
          throw new Error(`at ${percent} %`, { cause });
        },
      );
  });
});

const text = (value: string, at: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (value: string, at: string, style = 0): string =>
  `<c r="${at}" s="${style}"><v>${value}</v></c>`;
const row = (index: number, ...cells: readonly string[]): string =>
  `<row r="${index}">${cells.join('')}</row>`;

const sheet = (rows: string, more: Partial<BuiltWorkbook> = {}): Uint8Array =>
  workbookOf({ sheets: [{ name: 'Data', rows }], ...more });

describe('cells', () => {
  test('shared strings: plain, rich, phonetic, escaped, with blanks', async () => {
    const strings =
      '<si><t>a</t></si><si><r><t>b</t></r><r><t xml:space="preserve"> c</t></r></si>' +
      '<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si><si><t>x_x000A_y &amp; _x005F_z</t></si>';
    const cells = [0, 1, 2, 3].map((at) => `<c t="s"><v>${at}</v></c>`);
    const rows = `<row>${cells.join('')}</row><row>${cells.join('')}</row>`;
    const { rows: found } = await read(sheet(rows, { strings }));
    expect(Object.values(found.Data?.[0] ?? {})).toEqual(['a', 'b c', '東京', 'x\ny & _z']);
  });

  test('numbers keep their characters; dates and times follow their format', async () => {
    const formats = ['yyyy-mm-dd', 'dd.mm.yyyy hh:mm', 'hh:mm', '[h]:mm', '0.00&quot;d&quot;'];
    const rows =
      row(1, ...'ABCDEF'.split('').map((at) => text(`h${at}`, `${at}1`))) +
      row(
        2,
        number('0.10000000000000001', 'A2'),
        number('46112', 'B2', 1),
        number('46112.5', 'C2', 2),
        number('0.25', 'D2', 3),
        number('1.5', 'E2', 4),
        number('46112.50', 'F2', 5),
      ) +
      row(3, number('1.5E-3', 'A3'), number('60', 'B3', 1), number('-1', 'C3', 2));
    const { rows: found } = await read(sheet(rows, { formats }));
    expect(found.Data).toEqual([
      {
        hA: '0.10000000000000001',
        hB: '2026-03-31',
        hC: '2026-03-31T12:00:00',
        hD: '06:00:00',
        hE: '36:00:00',
        hF: '46112.50',
      },
      { hA: '1.5E-3', hB: '1900-02-29', hC: '-1', hD: null, hE: null, hF: null },
    ]);
    const old = await read(sheet(rows, { formats, is1904: true }));
    expect(old.traits.date_system).toBe('1904');
    expect(old.rows.Data?.[0]?.hB).toBe('2030-04-01');
  });

  test('booleans, ISO dates and formulas; an error value or an uncalculated formula is a faulty row', async () => {
    const rows =
      row(1, text('a', 'A1'), text('b', 'B1')) +
      row(2, '<c r="A2" t="b"><v>1</v></c>', '<c r="B2" t="d"><v>2026-03-31T00:00:00</v></c>') +
      row(
        3,
        '<c r="A3" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>',
        '<c r="B3"><f>1+1</f><v>2</v></c>',
      ) +
      row(4, text('kept', 'A4'), '<c r="B4" t="e"><v>#N/A</v></c>') +
      row(5, '<c r="A5"><f>1+1</f></c>');
    const { rows: found, refused } = await read(sheet(rows));
    expect(found.Data).toEqual([
      { a: 'true', b: '2026-03-31T00:00:00' },
      { a: 'xy', b: '2' },
    ]);
    expect(refused).toEqual([
      { table: 'Data', fault: 'malformed_row', raw: '["kept","#N/A"]' },
      { table: 'Data', fault: 'malformed_row', raw: '[]' },
    ]);
  });

  test('empty rows and columns before, between and after are passed over; a cell beside the table is not', async () => {
    const rows =
      row(1) +
      row(4, text('a', 'C4'), text('b', 'D4'), '<c r="F4" s="0"/>') +
      row(6, text('1', 'C6')) +
      row(7, '<c r="C7"/>') +
      row(9, text('2', 'D9')) +
      row(10, text('3', 'C10'), text('note', 'F10')) +
      row(11, text('title', 'A11')) +
      row(900);
    const { rows: found, refused } = await read(sheet(rows));
    expect(found.Data).toEqual([
      { a: '1', b: null },
      { a: null, b: '2' },
    ]);
    expect(refused.map(({ fault }) => fault)).toEqual(['ragged_row', 'ragged_row']);
  });

  test('a merged header names its first column', async () => {
    const rows =
      row(1, text('Costs', 'A1'), '<c r="B1"/>', text('Date', 'C1')) +
      row(2, number('1', 'A2'), number('2', 'B2'), number('3', 'C2'));
    expect((await read(sheet(rows))).rows.Data).toEqual([{ Costs: '1', column2: '2', Date: '3' }]);
  });

  test('5,000 columns, and a cell of 10 MB', async () => {
    const wide = Array.from({ length: 5_000 }, (_, at) => `<c t="str"><v>c${at}</v></c>`).join('');
    const { rows } = await read(sheet(`<row>${wide}</row><row>${wide}</row>`));
    expect(rows.Data?.[0]?.c4999).toBe('c4999');
    const long = await read(
      sheet(row(1, text('a', 'A1')) + row(2, text('x'.repeat(10_000_000), 'A2'))),
    );
    expect(long.rows.Data?.[0]?.a).toHaveLength(10_000_000);
  });
});

describe('workbooks', () => {
  const rows = row(1, text('a', 'A1')) + row(2, text('1', 'A2'));

  test('hidden sheets are passed over and named; empty ones hold no table', async () => {
    const { tables, traits } = await read(
      workbookOf({
        sheets: [
          { name: 'One', rows },
          { name: 'Secret', rows, state: 'hidden' },
          { name: 'Deep', rows, state: 'veryHidden' },
          { name: 'Empty', rows: '' },
          { name: 'Two', rows },
        ],
      }),
    );
    expect(tables).toEqual(['One', 'Two']);
    expect(traits).toMatchObject({ sheets: 'One,Two', hidden_sheets: 'Secret,Deep' });
  });

  test('the strict namespace', async () => {
    const main = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
    expect((await read(sheet(rows, { main }))).rows.Data).toEqual([{ a: '1' }]);
  });

  test('a workbook within a zip is a file of it; other archives within are refused', async () => {
    const zipped = zipSync({ 'in/book.xlsx': sheet(rows), 'a.csv': strToU8('a\n1\n') });
    const path = join(folder, 'outer.zip');
    writeFileSync(path, zipped);
    const members = await unpackAt(path, 'outer.zip');
    expect(members.map(({ name }) => name)).toEqual(['book.xlsx', 'a.csv']);
    const [book] = members;
    expect((await collect(xlsx, book?.path ?? '')).rows.Data).toEqual([{ a: '1' }]);
  });

  const broken = (parts: Readonly<Record<string, string>>) => sheet(rows, { parts });
  const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

  test.each([
    [
      'a document type',
      broken({ 'xl/worksheets/s0.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x/>' }),
      'document type',
    ],
    [
      'a missing sheet',
      workbookOf({
        sheets: [{ name: 'D', rows }],
        parts: { 'xl/_rels/workbook.xml.rels': '<Relationships/>' },
      }),
      'a sheet that it does not hold',
    ],
    ['no workbook', broken({ '_rels/.rels': '<Relationships/>' }), 'where its workbook is'],
    [
      'a sheet cut off',
      broken({ 'xl/worksheets/s0.xml': `<worksheet xmlns="${MAIN}"><sheetData><row>` }),
      'ends',
    ],
    ['no rows', sheet(''), 'no visible sheet'],
    [
      'a shared string that is not there',
      sheet(row(1, '<c r="A1" t="s"><v>7</v></c>')),
      'shared string that does not exist',
    ],
    ['cells out of order', sheet(row(1, text('a', 'B1'), text('b', 'A1'))), 'outside its place'],
    ['a column that cannot be', sheet(row(1, text('a', 'ZZZZ1'))), 'outside its place'],
    ['a path that leaves the archive', broken({ '../../evil.xml': '<x/>' }), 'outside its folder'],
    [
      'a Word document',
      zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<x/>') }),
      'Office document',
    ],
    [
      'a binary workbook',
      zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.bin': strToU8('x') }),
      'Office document',
    ],
    [
      'an old or encrypted workbook',
      Buffer.from('d0cf11e0a1b11ae100000000', 'hex'),
      'old or encrypted',
    ],
  ])('%s is refused', async (_, bytes, words) => {
    expect(await refusal(bytes)).toContain(words);
  });

  test('an external target is never opened', async () => {
    const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s0" Type="x/worksheet" TargetMode="External" Target="file:///etc/passwd"/></Relationships>`;
    expect(await refusal(broken({ 'xl/_rels/workbook.xml.rels': rels }))).toContain(
      'a sheet that it does not hold',
    );
  });

  test('a sheet that unpacks to far more than its size is refused', async () => {
    const bomb = row(1, text('a', 'A1')) + row(2, text('x', 'A2')).repeat(3_000_000);
    expect(await refusal(sheet(bomb))).toContain('decompression bomb');
  }, 60_000);

  test('a flipped bit gives rows or a refusal, never a crash', async () => {
    const whole = sheet(rows, { strings: '<si><t>a</t></si>', formats: ['yyyy'] });
    for (let bit = 0; bit < 300; bit += 1) {
      const flipped = Buffer.from(whole);
      const at = (bit * 7_919) % whole.length;
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
      writeFileSync(join(folder, 'flipped'), flipped);
      const result = await collect(xlsx, join(folder, 'flipped')).catch((cause: unknown) => cause);
      if (result instanceof Error) expect(result).toBeInstanceOf(IngestError);
    }
  });

  test('what ExcelJS writes comes back', async () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(
        (value) =>
          // XML holds no control characters, and ExcelJS does not escape what looks like an escape.
          /^[^\p{Cc}\p{Cs}\ufffe\uffff]+$/u.test(value) && !/_x[0-9a-f]{4}_/i.test(value),
      ),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.date({
        min: new Date('1901-01-01'),
        max: new Date('2099-12-31'),
        noInvalidDate: true,
      }),
    );
    const textIn = (value: string | number | boolean | Date | null): string | null => {
      if (value === null) return null;
      if (!(value instanceof Date)) return Object.is(value, -0) ? '0' : String(value);
      const iso = value.toISOString().replace(/(\.000)?Z$/, '');
      return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 }),
        async (table) => {
          const workbook = new ExcelJS.Workbook();
          const page = workbook.addWorksheet('Data');
          page.addRow(['a', 'b', 'c']);
          for (const values of table) page.addRow([...values]);
          const { rows: found } = await read(new Uint8Array(await workbook.xlsx.writeBuffer()));
          const expected = table
            .map((values) => values.map(textIn))
            .filter((values) => values.some((value) => value !== null));
          const numbers = (each: Row): unknown[] =>
            Object.values(each).map((value) =>
              value !== null && value.trim() !== '' && Number.isFinite(Number(value))
                ? Number(value)
                : value,
            );
          expect((found.Data ?? []).map(numbers)).toEqual(
            expected.map(([a = null, b = null, c = null]) => numbers({ a, b, c })),
          );
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
