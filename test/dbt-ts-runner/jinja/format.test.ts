import { describe, expect, it } from 'vitest';
import { formatPercent } from '../../../packages/dbt-ts-runner/jinja/format/percent.ts';
import { formatValue } from '../../../packages/dbt-ts-runner/jinja/format/spec.ts';
import {
  PyFloat,
  PyTuple,
  toValue,
  type Value,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';

/** Each expected text is what Python prints. */
describe('format specifications', () => {
  const cases: [Value, string, string][] = [
    [42, '', '42'],
    [42, '05d', '00042'],
    [-42, '<6', '-42   '],
    [1234567, ',', '1,234,567'],
    [1234567, '012,', '0,001,234,567'],
    [255, '#x', '0xff'],
    [10n ** 20n, '_', '100_000_000_000_000_000_000'],
    [new PyFloat(2.5), '.0f', '2'],
    [new PyFloat(3.5), '.0f', '4'],
    [new PyFloat(1234.5678), ',.2f', '1,234.57'],
    [new PyFloat(0.256), '.1%', '25.6%'],
    [new PyFloat(1e10), 'g', '1e+10'],
    [new PyFloat(2), '', '2.0'],
    ['ab', '*^6', '**ab**'],
    ['abc', '.2', 'ab'],
    [true, '', 'True'],
  ];

  it.each(cases)('case %#', (value, spec, expected) => {
    expect(formatValue(value, spec)).toBe(expected);
  });

  it('refuses a type that does not suit the value', () => {
    expect(() => formatValue('a', 'd')).toThrow("Unknown format code 'd' for object of type 'str'");
    expect(() => formatValue(1, 'q')).toThrow('Invalid format specifier');
  });
});

describe('percent formatting', () => {
  it('takes a tuple, a mapping or one value', () => {
    expect(formatPercent('%s/%03d', new PyTuple(['a', 7]))).toBe('a/007');
    expect(formatPercent('%(b)s%(a)s', toValue({ a: 1, b: 'x' }))).toBe('x1');
    expect(formatPercent('%r %%', 'x')).toBe("'x' %");
    expect(formatPercent('%.2f', 2)).toBe('2.00');
  });

  it('counts its arguments', () => {
    expect(() => formatPercent('%s %s', 'a')).toThrow('not enough arguments for format string');
    expect(() => formatPercent('%s', new PyTuple([1, 2]))).toThrow('not all arguments converted');
    expect(() => formatPercent('%d', 'x')).toThrow('%d format: a real number is required, not str');
  });
});
