import type { Column } from '../../components/DataTable.tsx';
import { noValue } from '../../format/cell.ts';
import { decimal, integer, percent } from '../../format/number.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Cell, Order, Row } from '../../wire/types.ts';
import { parseSort } from '../sort.ts';

export const sitePageSize = 100;

const defaultOrder: Order = { column: 'screened', desc: true };

function whole(cell: Cell | undefined): string {
  const value = numberIn(cell);
  return value === undefined ? noValue : integer(value);
}

function rate(cell: Cell | undefined): string {
  const value = numberIn(cell);
  return value === undefined ? noValue : decimal(value, 2);
}

function failureRate(row: Row): string {
  const screened = numberIn(row.screened) ?? 0;
  const failed = numberIn(row.screen_failed) ?? 0;
  return screened === 0 ? noValue : percent(failed / screened);
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

function wholeColumn([id, label]: readonly [string, string]): Column<Row> {
  return { id, label, kind: 'number', cell: (row) => whole(row[id]) };
}

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
    { id: 'country_code', label: 'Country', cell: (row) => textIn(row.country_code) ?? noValue },
    {
      id: 'activation_date',
      label: 'Active since',
      kind: 'code',
      cell: (row) => textIn(row.activation_date) ?? noValue,
    },
    ...counts.map(wholeColumn),
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
    ...oversight.map(wholeColumn),
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
