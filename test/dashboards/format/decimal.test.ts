import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupDecimal, scaledText } from '../../../dashboards/format/decimal.ts';

describe('groupDecimal', () => {
  test.each([
    ['1234567.005', 2, '1,234,567.01'],
    ['-1234.5', 2, '-1,234.50'],
    ['999.995', 2, '1,000.00'],
    ['0.004', 2, '0.00'],
    ['-0.004', 2, '0.00'],
    ['12345678901234567890.1234', 2, '12,345,678,901,234,567,890.12'],
    ['1500', 0, '1,500'],
    ['1e21', 2, '1e21'],
  ])('%s at %i places is %s', (text, places, wanted) => {
    expect(groupDecimal(text, places)).toBe(wanted);
  });

  test('loses nothing but the separators when every place is kept', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (scaled) => {
        const text = scaledText(scaled, 4);
        expect(groupDecimal(text, 4).replaceAll(',', '')).toBe(text);
      }),
    );
  });
});

test('scaledText places the point', () => {
  expect(scaledText(-12345n, 2)).toBe('-123.45');
  expect(scaledText(5n, 4)).toBe('0.0005');
  expect(scaledText(7n, 0)).toBe('7');
});
