import type { Column } from '../../components/DataTable.tsx';
import { noValue } from '../../format/cell.ts';
import { decimal, percent } from '../../format/number.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Cell, Order, Row } from '../../wire/types.ts';
import { parseSort } from '../sort.ts';
import { text, whole } from './row-columns.ts';

export const sitePageSize = 100;

const defaultOrder: Order = { column: 'screened', desc: true };

function rate(cell: Cell | undefined): string {
  const value = numberIn(cell);
  return value === undefined ? noValue : decimal(value, 2);
}

/** EN01 of the site: screen failures of the subjects who have an outcome. */
function failureRate(row: Row): string {
  const failed = numberIn(row.screen_failed) ?? 0;
  const outcomes = failed + (numberIn(row.enrolled) ?? 0);
  return outcomes === 0 ? noValue : percent(failed / outcomes);
}

/** The site's number and name, where the site list of the study has them. */
export type SiteNames = ReadonlyMap<string, Row>;

function siteName(siteId: string, names: SiteNames): string | undefined {
  const site = names.get(siteId);
  const parts = [textIn(site?.site_number), textIn(site?.site_name)];
  const text = parts.filter((part) => part !== undefined && part !== siteId).join(' · ');
  return text === '' ? undefined : text;
}

const counts = [
  ['screened', 'Screened'],
  ['randomized', 'Randomised'],
] as const;

const oversight = [
  ['protocol_deviations', 'Deviations'],
  ['open_queries', 'Open queries'],
  ['overdue_visits', 'Overdue visits'],
] as const;

/** Columns of the site table; their ids are the warehouse's, so the server can sort by them. */
export function siteColumns(names: SiteNames): Column<Row>[] {
  return [
    {
      id: 'site_id',
      label: 'Site',
      rowHeader: true,
      kind: 'sentence',
      cell: (row) => {
        const siteId = textIn(row.site_id) ?? '';
        return (
          <>
            {siteId}
            <span class="second">{siteName(siteId, names)}</span>
          </>
        );
      },
    },
    text('country_code', 'Country'),
    text('activation_date', 'Active since'),
    ...counts.map(([id, label]) => whole(id, label)),
    {
      id: 'enrollment_rate_per_month',
      label: 'Enrolled per month',
      kind: 'number',
      cell: (row) => rate(row.enrollment_rate_per_month),
    },
    {
      id: 'screen_failure_rate',
      label: 'Screen failure rate',
      kind: 'number',
      sortable: false,
      cell: failureRate,
    },
    ...oversight.map(([id, label]) => whole(id, label, { isWorseAbove: true })),
  ];
}

const sortable = siteColumns(new Map())
  .filter(({ sortable: canSort }) => canSort !== false)
  .map(({ id }) => id);

export function siteSort(text: string | undefined): Order & { desc: boolean } {
  return { desc: false, ...(parseSort(text, sortable) ?? defaultOrder) };
}

/** What the server sorts by; the site id decides between equals, so that pages do not overlap. */
export function siteOrder(text: string | undefined): Order[] {
  const order = siteSort(text);
  return order.column === 'site_id' ? [order] : [order, { column: 'site_id' }];
}
