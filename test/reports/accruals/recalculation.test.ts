import { expect, test } from 'vitest';
import { hasLibreOffice, recalculateInLibreOffice } from '../libreoffice.ts';
import { disagreements, recalculate } from '../recalculation.ts';
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

test.skipIf(!isInstalled)(
  'LibreOffice computes every cached value again',
  { timeout: 120_000 },
  async () => {
    const { book, bytes } = await write();
    const sheets = recalculateInLibreOffice(bytes);
    const differing = recalculate(book).flatMap(({ where, cached }) => {
      const [sheet = '', address = ''] = where.split('!');
      const [, letters = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
      const computed = sheets.get(sheet)?.[Number(row) - 1]?.[column - 1] ?? 'absent';
      const isSame =
        typeof cached === 'number'
          ? Math.abs(printedNumber(computed) - cached) <= 1e-9
          : computed === cached;
      return isSame ? [] : [{ where, cached, computed }];
    });
    expect(differing).toEqual([]);
  },
);

/** LibreOffice prints a percentage in hundredths whatever the export asks for. */
function printedNumber(text: string): number {
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}
