import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeIbmFloat } from '../../../../fixtures/formats/ibm-float.ts';
import { numberText, readIbmFloat } from '../../../../ingest/formats/xpt/ibm-float.ts';

const read = (hex: string, length = 8) => readIbmFloat(Buffer.from(hex, 'hex'), 0, length);

describe('readIbmFloat', () => {
  test.each([
    ['4110000000000000', 1],
    ['c276a00000000000', -118.625],
    ['411999999999999a', 1.6],
    ['4019999999999999', 0.09999999999999999],
    ['401999999999999a', 0.1],
    ['0000000000000000', 0],
    ['8000000000000000', 0],
    ['4d38d7ea4c680000', 1e15],
  ])('%s is %d', (hex, value) => {
    expect(read(hex)).toBe(value);
  });

  test('shorter lengths are cut, not shifted', () => {
    expect(read('4118', 2)).toBe(1.5);
    expect(read('411800', 3)).toBe(1.5);
    expect(read('43186a0000', 5)).toBe(390.625);
  });

  test('missing values keep their letter, whatever the length', () => {
    expect(read('2e00', 2)).toBe('.');
    expect(read('5f00000000000000')).toBe('._');
    expect(read('4100000000000000')).toBe('.A');
    expect(read('5a0000', 3)).toBe('.Z');
  });

  test('any double within the range of the format comes back within one part in 2^52', () => {
    const within = fc
      .double({ min: -7e75, max: 7e75, noNaN: true, noDefaultInfinity: true })
      .filter((value) => value === 0 || Math.abs(value) > 1e-75);
    fc.assert(
      fc.property(within, (value) => {
        const bytes = Buffer.alloc(8);
        writeIbmFloat(bytes, 0, value);
        const back = readIbmFloat(bytes, 0, 8);
        if (typeof back !== 'number') throw new Error('a number became a missing value');
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -52);
        expect(Number(numberText(back))).toBe(back);
      }),
      { numRuns: 2_000 },
    );
  });

  test('integers and decimals of ordinary size are exact', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(1, 10, 100, 1_000), (whole, scale) => {
        const bytes = Buffer.alloc(8);
        writeIbmFloat(bytes, 0, whole / scale);
        expect(readIbmFloat(bytes, 0, 8)).toBe(whole / scale);
      }),
    );
  });
});
