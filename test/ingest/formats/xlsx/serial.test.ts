import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInKind, kindOfCode, serialText } from '../../../../ingest/formats/xlsx/serial.ts';

describe('kindOfCode', () => {
  test.each([
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0.00 "days";[Red]-#,##0.00', 'number'],
    ['[$-409]#,##0', 'number'],
    ['_-* #,##0.00 \\d_-', 'number'],
    ['yyyy-mm-dd', 'date'],
    ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
    ['mmm', 'date'],
    ['hh:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['dd/mm/yyyy hh:mm', 'datetime'],
    ['[h]:mm:ss', 'elapsed'],
    ['[Red][h]:mm', 'elapsed'],
  ])('%s shows a %s', (code, kind) => {
    expect(kindOfCode(code)).toBe(kind);
  });

  test('built-in formats', () => {
    expect([0, 2, 14, 20, 22, 46, 49].map(builtInKind)).toEqual([
      'number',
      'number',
      'date',
      'time',
      'datetime',
      'elapsed',
      'number',
    ]);
  });
});

describe('serialText', () => {
  test.each([
    [1, 'date', '1900-01-01'],
    [59, 'date', '1900-02-28'],
    [60, 'date', '1900-02-29'],
    [61, 'date', '1900-03-01'],
    [46_112, 'date', '2026-03-31'],
    [46_112.75, 'date', '2026-03-31T18:00:00'],
    [46_112, 'datetime', '2026-03-31T00:00:00'],
    [46_112.833333333336, 'datetime', '2026-03-31T20:00:00'],
    [0.5, 'time', '12:00:00'],
    [0.0000115740740741, 'time', '00:00:01'],
    [0.00000578703703704, 'time', '00:00:00.500'],
    [1.5, 'elapsed', '36:00:00'],
    [2_958_465, 'date', '9999-12-31'],
  ] as const)('%d as a %s is %s', (serial, kind, text) => {
    expect(serialText(serial, kind, false)).toBe(text);
  });

  test('the 1904 system', () => {
    expect(serialText(0, 'date', true)).toBe('1904-01-01');
    expect(serialText(44_650, 'date', true)).toBe('2026-03-31');
  });

  test('what no calendar shows is undefined', () => {
    expect(serialText(-1, 'date', false)).toBeUndefined();
    expect(serialText(0, 'date', false)).toBeUndefined();
    expect(serialText(3e6, 'date', false)).toBeUndefined();
    expect(serialText(Number.NaN, 'date', false)).toBeUndefined();
  });

  test('every second after February 1900 comes back', () => {
    const seconds = fc.integer({ min: 61 * 86_400, max: 2_958_465 * 86_400 });
    fc.assert(
      fc.property(seconds, (second) => {
        const expected = new Date(Date.UTC(1899, 11, 30) + second * 1_000).toISOString();
        expect(serialText(second / 86_400, 'datetime', false)).toBe(expected.slice(0, 19));
      }),
    );
  });
});
