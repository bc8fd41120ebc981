import { expect, test } from 'vitest';
import { parseCsv } from '../../../packages/dbt-ts-runner/run/csv.ts';

test.each([
  ['a,b\n1,2\n', ['a', 'b'], [['1', '2']]],
  [
    '\uFEFFa,b\r\n1,\r\n,2',
    ['a', 'b'],
    [
      ['1', ''],
      ['', '2'],
    ],
  ],
  ['a\n"x ""y"", z\n2"\n\nlast', ['a'], [['x "y", z\n2'], ['last']]],
  ['a;b\n1,5;2\n', ['a', 'b'], [['1,5', '2']]],
])('%j', (text, header, rows) => {
  expect(parseCsv(text, text.includes(';') ? ';' : ',', 'f.csv')).toEqual({ header, rows });
});

test.each([
  ['', 'f.csv:1: This is not a readable CSV file: the file is empty'],
  ['a,b\n1,2\n"x\ny",2\n1\n', 'f.csv:5: This is not a readable CSV file: the row has 1 fields'],
  ['a\n"x', 'f.csv:2: This is not a readable CSV file: a quoted field does not end'],
])('%j is refused with its line', (text, message) => {
  expect(() => parseCsv(text, ',', 'f.csv')).toThrow(message);
});
