import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../reports/decimal.ts';

const d = (text: string) => Decimal.parse(text);

describe('rounding is half away from zero', () => {
  test.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['1.00499999999999999999', 2, '1'],
    ['7', 2, '7'],
  ])('%s to %i decimals is %s', (text, scale, expected) => {
    expect(d(text).round(scale).toString()).toBe(expected);
  });

  test.each([
    ['1', '3', 4, '0.3333'],
    ['2', '3', 4, '0.6667'],
    ['-1', '8', 2, '-0.13'],
    ['1300', '1.10', 2, '1181.82'],
    ['0.0001', '1000', 4, '0'],
  ])('%s / %s to %i decimals is %s', (a, b, scale, expected) => {
    expect(d(a).dividedBy(d(b), scale).toString()).toBe(expected);
  });
});

test('sums of cents are exact where doubles are not', () => {
  const cents = Array.from({ length: 1000 }, () => d('0.10'));
  expect(Decimal.sum(cents).toString()).toBe('100');
});

test('text that is no plain number is refused', () => {
  for (const text of ['', '1e3', '1,000', 'NaN', '1.2.3']) {
    expect(() => d(text)).toThrow(RangeError);
  }
  expect(() => d('1').dividedBy(Decimal.zero, 2)).toThrow(RangeError);
});

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 10 }))
  .map(([units, scale]) => new Decimal(units, scale));

test('text gives the same number back, and a - b + b is a', () => {
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      expect(d(a.toString()).compare(a)).toBe(0);
      expect(a.minus(b).plus(b).compare(a)).toBe(0);
      expect(a.times(b).compare(b.times(a))).toBe(0);
    }),
  );
});

test('a rounded quotient is within half a unit of the exact one', () => {
  const divisor = amount.filter((value) => !value.isZero());
  fc.assert(
    fc.property(amount, divisor, fc.integer({ min: 0, max: 6 }), (a, b, scale) => {
      const error = a.dividedBy(b, scale).times(b).minus(a).abs();
      expect(
        error.times(Decimal.of(2)).compare(b.abs().times(new Decimal(1n, scale))),
      ).toBeLessThanOrEqual(0);
    }),
  );
});
