import { expect, test } from 'vitest';
import { formatSort, parseSort, sortBy } from '../../../dashboards/pages/sort.ts';

test('rows without a key come last both ways', () => {
  const rows = [2, undefined, 10, 1];
  const key = (row: number | undefined) => row;
  expect(sortBy(rows, key, false)).toEqual([1, 2, 10, undefined]);
  expect(sortBy(rows, key, true)).toEqual([10, 2, 1, undefined]);
});

test('text orders by its numbers', () => {
  expect(sortBy(['STUDY-10', 'STUDY-9'], (row) => row, false)).toEqual(['STUDY-9', 'STUDY-10']);
});

test('a sort survives the address, an unknown column does not', () => {
  const sort = { column: 'overdue', desc: true };
  expect(parseSort(formatSort(sort), ['overdue'])).toEqual(sort);
  expect(parseSort('-nothing', ['overdue'])).toBeUndefined();
  expect(parseSort(undefined, ['overdue'])).toBeUndefined();
});
