import { expect, test } from 'vitest';
import { renderTable } from '../../cli/table.ts';

const columns = [
  { name: 'study', type: 'text' },
  { name: 'sites', type: 'integer' },
] as const;

test('numbers stand to the right and a missing value is a dash', () => {
  const rows = [
    { study: 'S-1', sites: 12 },
    { study: 'S-20', sites: null },
  ];
  expect(renderTable([...columns], rows)).toBe(
    ['study  sites', '-----  -----', 'S-1       12', 'S-20       -', ''].join('\n'),
  );
});

test('no rows still show the header', () => {
  expect(renderTable([...columns], [])).toBe('study  sites\n-----  -----\n');
});

test('a metric without a value says why', () => {
  const rows = [{ study: 'S-1', sites: null, sites__not_evaluable: 'suppressed' }];
  expect(renderTable([...columns], rows, '__not_evaluable')).toBe(
    ['study       sites', '-----  ----------', 'S-1    suppressed', ''].join('\n'),
  );
});
