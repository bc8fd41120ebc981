import { beforeAll, expect, test } from 'vitest';
import { type Column, DataTable, type Sort } from '../../../dashboards/components/DataTable.tsx';
import { openPage, show } from '../page.ts';

interface Site {
  readonly id: string;
  readonly screened: number;
}

const columns: readonly Column<Site>[] = [
  { id: 'id', label: 'Site', rowHeader: true, cell: ({ id }) => id },
  { id: 'screened', label: 'Screened', kind: 'number', cell: ({ screened }) => screened },
  {
    id: 'overdue',
    label: 'Overdue',
    kind: 'number',
    isWorseAbove: true,
    cell: () => 0,
  },
  { id: 'note', label: 'Note', sortable: false, cell: () => '' },
];

const rows: readonly Site[] = [{ id: '0012', screened: 7 }];

beforeAll(openPage);

test('a table has a caption, scopes and row headers', () => {
  const place = show(
    <DataTable caption="Sites" columns={columns} rows={rows} keyOf={({ id }) => id} />,
  );
  expect(place.querySelector('caption')?.textContent).toBe('Sites');
  const scopes = [...place.querySelectorAll('th')].map((cell) => cell.getAttribute('scope'));
  expect(scopes).toEqual(['col', 'col', 'col', 'col', 'row']);
  expect(place.querySelector('tbody th')?.textContent).toBe('0012');
  expect(place.querySelectorAll('button')).toHaveLength(0);
});

test('sorting is by buttons in the headers, and told by aria-sort', () => {
  const asked: Sort[] = [];
  const place = show(
    <DataTable
      caption="Sites"
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      sort={{ column: 'screened', desc: true }}
      onSort={(next) => asked.push(next)}
    />,
  );
  const headers = [...place.querySelectorAll('thead th')];
  expect(headers.map((cell) => cell.getAttribute('aria-sort'))).toEqual([
    'none',
    'descending',
    'none',
    null,
  ]);
  for (const button of place.querySelectorAll<HTMLElement>('thead button')) button.click();
  expect(asked).toEqual([
    { column: 'id', desc: false },
    { column: 'screened', desc: false },
    { column: 'overdue', desc: true },
  ]);
});
