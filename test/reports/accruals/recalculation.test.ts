import { expect, test } from 'vitest';
import { hasLibreOffice, recalculateInLibreOffice } from '../libreoffice.ts';
import { disagreements, type Recalculated, recalculate } from '../recalculation.ts';
import { write } from './writing.ts';

test('a second program computes every cached value again', async () => {
  const { book } = await write();
  const cells = recalculate(book);
  expect(cells.length).toBeGreaterThan(300);
  expect(cells.map(({ cached }) => cached)).not.toContain('undefined');
  expect(disagreements(cells)).toEqual([]);
});

test('it also agrees where rates are missing', async () => {
  const { book } = await write([`delete from marts.fx_rates where quote_currency = 'JPY'`]);
  expect(disagreements(recalculate(book))).toEqual([]);
});

const isInstalled = hasLibreOffice();
if (!isInstalled) {
  console.warn('LIBREOFFICE RECALCULATION SKIPPED: no soffice; apt-get install libreoffice-calc');
}

/** Ids that Excel's criteria would take for one another, were rows found by them. */
const confusableIds = ['earned_cost', 'accrual_rollforward', 'invoices'].flatMap((mart) => [
  `update marts.${mart} set contract_id = '0012' where contract_id = 'CTA-E1'`,
  `update marts.${mart} set contract_id = '12' where contract_id = 'CTA-E2'`,
  `update marts.${mart} set contract_id = '1*' where contract_id = 'CTA-U1'`,
  `update marts.${mart} set study_id = '007' where study_id = 'STUDY-A'`,
  `update marts.${mart} set study_id = '7' where study_id = 'STUDY-B'`,
]);

test('ids that look like numbers or patterns are not taken for one another', async () => {
  const { book, status } = await write(confusableIds);
  expect(status).toBe('READY TO POST');
  expect(disagreements(recalculate(book))).toEqual([]);
});

test.skipIf(!isInstalled).each([
  ['the clean portfolio', []],
  ['ids that look like numbers or patterns', confusableIds],
  ['a portfolio without yen rates', [`delete from marts.fx_rates where quote_currency = 'JPY'`]],
])(
  'LibreOffice computes every cached value again: %s',
  async (_name, faults) => {
    const { book, bytes } = await write(faults);
    const sheets = recalculateInLibreOffice(bytes);
    const cells = recalculate(book).map((cell) => ({ ...cell, computed: printed(sheets, cell) }));
    expect(disagreements(cells)).toEqual([]);
  },
  120_000,
);

/** What LibreOffice printed for a cell, as a number where one is cached. */
function printed(sheets: Sheets, { where, cached }: Recalculated): string | number {
  const [sheet = '', address = ''] = where.split('!');
  const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const text = sheets.get(sheet)?.[Number(row) - 1]?.[column - 1] ?? 'absent';
  return typeof cached === 'number' ? printedNumber(text) : text;
}

type Sheets = ReturnType<typeof recalculateInLibreOffice>;

/** LibreOffice prints a percentage in hundredths whatever the export asks for. */
function printedNumber(text: string): number {
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}
