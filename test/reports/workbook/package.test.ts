import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { type Written, write } from '../accruals/writing.ts';

/** Order in which CT_Worksheet (ECMA-376) wants its children; Excel repairs any other. */
const order = (
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection ' +
  'protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells ' +
  'phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup ' +
  'headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing ' +
  'legacyDrawing picture oleObjects controls webPublishItems tableParts extLst'
).split(' ');

let written: Written;
let parts: Readonly<Record<string, Uint8Array>>;

beforeAll(async () => {
  written = await write();
  parts = unzipSync(written.bytes);
});

const sheets = (): [string, string][] =>
  Object.entries(parts)
    .filter(([name]) => name.startsWith('xl/worksheets/sheet'))
    .map(([name, bytes]) => [name, strFromU8(bytes)]);

test('every worksheet keeps the order of its children', () => {
  expect(sheets()).toHaveLength(11);
  for (const [name, xml] of sheets()) {
    const positions = children(xml).map((tag) => order.indexOf(tag));
    expect(positions, name).not.toContain(-1);
    expect(positions, name).toEqual([...positions].sort((a, b) => a - b));
  }
});

test('no cell holds NaN, Infinity or a formula without a value', () => {
  for (const [name, xml] of sheets()) {
    expect(xml, name).not.toMatch(/<v>(NaN|-?Infinity|undefined|null)<\/v>/);
    const formulas = xml.match(/<c [^>]*><f>[^<]*<\/f>(<v>[^<]+<\/v>)?/g) ?? [];
    expect(
      formulas.filter((cell) => !cell.endsWith('</v>')),
      name,
    ).toEqual([]);
  }
});

test('text that looks like a formula stays text', () => {
  const { book } = written;
  const names = book.getWorksheet('Roll-forward')?.getColumn(4).values ?? [];
  expect(names).toContain('=cmd|calc');
  const formulas = sheets().flatMap(([, xml]) => xml.match(/<f>[^<]*<\/f>/g) ?? []);
  expect(formulas.filter((one) => /cmd|ADV|\[|TODAY|NOW\(|OFFSET|INDIRECT/.test(one))).toEqual([]);
});

test('the same build and parameters give the same bytes', async () => {
  const again = await write();
  expect(again.sha256).toBe(written.sha256);
  expect(again.bytes.equals(written.bytes)).toBe(true);
});

test('another figure gives other bytes', async () => {
  const other = await write([
    `update marts.trial_balances set closing_amount = -1 where study_id = 'STUDY-B'`,
  ]);
  expect(other.sha256).not.toBe(written.sha256);
});

test('the file carries the time of the build and none of its own', () => {
  const core = strFromU8(parts['docProps/core.xml'] ?? new Uint8Array());
  expect(core.match(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g)).toEqual([
    '2026-04-01T06:00:00Z',
    '2026-04-01T06:00:00Z',
  ]);
  expect(readFileSync(written.path).equals(written.bytes)).toBe(true);
});

test('sheets are frozen, filtered, locked and printed on landscape pages with their header', () => {
  const detail = written.book.getWorksheet('Site detail');
  expect(detail?.views[0]).toMatchObject({ state: 'frozen', ySplit: 4, xSplit: 5 });
  expect(detail?.autoFilter).toBe('A4:Z16');
  expect(detail?.pageSetup).toMatchObject({
    orientation: 'landscape',
    fitToWidth: 1,
    printTitlesRow: '4:4',
  });
  expect(detail?.getCell('R5').protection?.locked ?? true).toBe(true);
  expect(written.book.getWorksheet('Summary')?.getCell('Q5').protection?.locked).toBe(false);
  for (const [name, xml] of sheets()) expect(xml, name).toContain('<sheetProtection sheet="1"');
});

test('the widest sheet prints on two pages that repeat the frozen columns and the header', () => {
  const book = strFromU8(parts['xl/workbook.xml'] ?? new Uint8Array());
  expect(book).toContain('&apos;Roll-forward&apos;!$A:$F,&apos;Roll-forward&apos;!$4:$4');
  expect(written.book.getWorksheet('Roll-forward')?.pageSetup.fitToWidth).toBe(2);
});

function children(xml: string): string[] {
  const tags: string[] = [];
  let depth = 0;
  for (const [, close, tag = '', self] of xml.matchAll(/<(\/?)([a-zA-Z:]+)(?:\s[^>]*?)?(\/?)>/g)) {
    if (close === '/') depth -= 1;
    else {
      if (depth === 1) tags.push(tag);
      if (self !== '/') depth += 1;
    }
  }
  return tags;
}
