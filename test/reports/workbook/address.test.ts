import { expect, test } from 'vitest';
import { cellOn, letters, rangeOn } from '../../../reports/workbook/address.ts';

test.each([
  [1, 'A'],
  [26, 'Z'],
  [27, 'AA'],
  [702, 'ZZ'],
  [703, 'AAA'],
  [16_384, 'XFD'],
])('column %i is %s', (column, name) => {
  expect(letters(column)).toBe(name);
});

test('quotes sheet names in references', () => {
  expect(cellOn("Payee's", 2, 9)).toBe("'Payee''s'!$B$9");
  expect(rangeOn('Site detail', 3, 5, 20)).toBe("'Site detail'!$C$5:$C$20");
});
