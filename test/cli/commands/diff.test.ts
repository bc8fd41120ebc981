import { expect, test } from 'vitest';
import { describeDifference } from '../../../cli/commands/diff.ts';

const cause = (feed: string, rows: number, row_numbers: number[]) => ({
  ...{ mart: 'visits', study: 'S1', feed, source: 'ctms', load_id: 'L2' },
  ...{ rows, row_numbers },
});
const difference = {
  ...{ before: 'b1', after: 'b2', as_of: '2026-01-31', loads: { added: 2, removed: 0 } },
  values: [
    { metric: 'EN1', label: 'One', at: { study: 'S1', month: '2026-01-01' }, was: 3, is: 4 },
    { metric: 'EN2', label: 'Two', at: { currency: 'EUR' }, was: 'no_rows', is: 0.5 },
  ],
  marts: [
    {
      ...{ mart: 'visits', study: 'S1', added: 1, removed: 0, changed: 2, columns: ['phase'] },
      causes: [cause('visit', 12, [1, 2]), cause('site', 1, [7])],
    },
  ],
};

test('restated values, then the rows behind them', () => {
  expect(describeDifference(difference, 50)).toBe(`\
2 values as of 2026-01-31 differ between b1 and b2; 2 loads came, 0 went.

metric  study  month    of   was       is
------  -----  -------  ---  -------  ---
EN1     S1     2026-01  -    3          4
EN2     -      -        EUR  no_rows  0.5

mart    study  added  removed  changed  feed   load  rows
------  -----  -----  -------  -------  -----  ----  --------------
visits  S1     1      0        2        visit  L2    1, 2, ... (12)
               -      -        -        site   L2    7
`);
});

test('no more lines than are asked for, and how many there are', () => {
  const short = describeDifference(difference, 1);
  expect(short).toContain('... and 1 more: see --json');
  expect(short).not.toContain('EN2');
  const none = describeDifference({ ...difference, values: [], marts: [] }, 1);
  expect(none).toBe('0 values as of 2026-01-31 differ between b1 and b2; 2 loads came, 0 went.\n');
});
