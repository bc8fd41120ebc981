import { expect, test } from 'vitest';
import { parseFilter } from '../../../cli/commands/answer.ts';

test.each([
  ['study=A,B', { dimension: 'study', op: 'in', values: ['A', 'B'] }],
  ['country!=DE', { dimension: 'country', op: 'not_in', values: ['DE'] }],
  ['month >= 2026-01', { dimension: 'month', op: '>=', values: ['2026-01'] }],
  ['month<2026-01', { dimension: 'month', op: '<', values: ['2026-01'] }],
])('%s', (text, filter) => {
  expect(parseFilter(text)).toEqual(filter);
});

test('anything else says what a filter looks like', () => {
  expect(() => parseFilter('DE')).toThrow('--where takes dimension=value');
});
