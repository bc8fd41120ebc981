import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../reports/decimal.ts';
import { date, formula, number, text } from '../../../reports/workbook/cell.ts';
import { cell, checkSheets } from '../../../reports/workbook/guard.ts';

const big = (value: string) => number(Decimal.parse(value));

test('keeps text as text whatever it looks like', () => {
  expect(cell(text('=1+1'), 'S!A1')).toBe('=1+1');
  expect(cell(text('007'), 'S!A1')).toBe('007');
});

test('passes numbers of up to 15 digits unchanged', () => {
  expect(cell(big('123456789012.345'), 'S!A1')).toBe(123456789012.345);
  expect(cell(big('90000000000000000000'), 'S!A1')).toBe(9e19);
  expect(cell(big('-0.0100'), 'S!A1')).toBe(-0.01);
});

describe('refuses, naming the cell, what Excel would repair, truncate or change', () => {
  test.each([
    ['more digits than Excel keeps', big('1234567890123.4567')],
    ['a number beyond doubles', big(`1${'0'.repeat(400)}`)],
    ['text over 32,767 characters', text('x'.repeat(32_768))],
    ['a control character', text('a\u0000b')],
    ['half a surrogate pair', text('a\ud800')],
    ['a date before Excel counts days', date('1899-12-31')],
    ['a partial date', date('2026-03')],
    ['a volatile function', formula('TODAY()-A1', Decimal.one)],
    ['a link to another file', formula("'[other.xlsx]S'!A1", Decimal.one)],
    ['a leading equals sign', formula('=A1', Decimal.one)],
    ['a formula without a value', formula('A1', '')],
  ])('%s', (_name, value) => {
    expect(() => cell(value, 'Sheet!B7')).toThrow(/Sheet!B7/);
  });
});

describe('sheets', () => {
  const sheet = (name: string, rows = 1) => ({ name, rows: { length: rows } as unknown[] });

  test.each(['History', 'a'.repeat(32), 'a/b', 'a[b', "'a", '', "a'"])(
    'refuses the name "%s"',
    (name) => {
      expect(() => checkSheets([sheet(name)])).toThrow('not one Excel accepts');
    },
  );

  test('refuses two names that differ in case only', () => {
    expect(() => checkSheets([sheet('FX'), sheet('fx')])).toThrow('"fx"');
  });

  test('refuses more rows than a sheet holds', () => {
    expect(() => checkSheets([sheet('Detail', 1_000_001)])).toThrow('1000001 rows');
    expect(() => checkSheets([sheet('Detail', 1_000_000)])).not.toThrow();
  });
});
