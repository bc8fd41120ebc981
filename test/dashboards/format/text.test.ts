import { expect, test } from 'vitest';
import { cellText } from '../../../dashboards/format/cell.ts';
import { countryLabel } from '../../../dashboards/format/country.ts';
import { isoDay, moment, monthEnd, months } from '../../../dashboards/format/date.ts';
import { money, shortMoney } from '../../../dashboards/format/money.ts';
import { count, percent, signed } from '../../../dashboards/format/number.ts';
import { list, words } from '../../../dashboards/format/words.ts';

test('money keeps its currency and its cents', () => {
  expect(money('3119990.4400', 'EUR')).toBe('EUR 3,119,990.44');
  expect(money(null, 'EUR')).toBeUndefined();
  expect(shortMoney(3_119_990, 'EUR')).toBe('EUR 3.12 m');
  expect(shortMoney(74_312_000, 'USD')).toBe('USD 74.3 m');
  expect(shortMoney(-950, 'EUR')).toBe('EUR -950');
});

test('numbers read as a person would write them', () => {
  expect(percent(0.4549)).toBe('45.5%');
  expect(signed(-12)).toBe('−12');
  expect(signed(0)).toBe('0');
  expect(count(1, 'study', 'studies')).toBe('1 study');
  expect(count(1200, 'study', 'studies')).toBe('1,200 studies');
});

test('dates stay ISO', () => {
  expect(months('2025-11-30', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(isoDay(monthEnd('2028-02'))).toBe('2028-02-29');
  expect(moment('2026-03-31T22:05:12Z')).toBe('2026-03-31 22:05 UTC');
  expect(moment('2026-03-31')).toBe('2026-03-31');
});

test('words', () => {
  expect(words('past_due')).toBe('Past due');
  expect(words('site_not_in_ctms')).toBe('Site not in CTMS');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  expect(list([])).toBe('');
  expect(countryLabel('DE')).toBe('Germany (DE)');
  expect(countryLabel('ZZ')).toBe('Unknown (ZZ)');
  expect(countryLabel('not a code')).toBe('not a code');
});

test('a cell is written after its column', () => {
  const money4 = { name: 'spend', type: 'DECIMAL(38,4)', format: 'currency' };
  expect(cellText('1234.5600', money4)).toBe('1,234.56');
  expect(cellText(0.5, { name: 'rate', type: 'DOUBLE', format: 'percent' })).toBe('50%');
  expect(cellText('0012', { name: 'site_id', type: 'VARCHAR' })).toBe('0012');
  expect(cellText(null, money4)).toBe('–');
  expect(cellText(false, { name: 'is_done', type: 'BOOLEAN' })).toBe('no');
});
