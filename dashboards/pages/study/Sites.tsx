import { DataTable } from '../../components/DataTable.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Tile } from '../../components/Tile.tsx';
import { count, integer } from '../../format/number.ts';
import type { Tables } from '../../state/combine.ts';
import { setTable, table } from '../../state/filters.ts';
import { indexBy, numberIn, textIn } from '../../wire/cells.ts';
import type { Row } from '../../wire/types.ts';
import { asOfDay, inCountries } from '../scope.ts';
import { formatSort } from '../sort.ts';
import { siteColumns, sitePageSize, siteSort } from './site-columns.tsx';

const queries = ['sites', 'site_names', 'site_count'] as const;

type SiteTables = Tables<(typeof queries)[number]>;

function total({ site_count: { rows }, sites }: SiteTables): number {
  const [row = {}] = rows;
  const counted = (numberIn(row.sites) ?? 0) + (numberIn(row.sites_unknown_to_ctms) ?? 0);
  return Math.max(counted, sites.rows.length);
}

function sentence(tables: SiteTables): string {
  const { rows } = tables.sites;
  const asOf = asOfDay();
  const isActivated = (row: Row) => (textIn(row.activation_date) ?? '9999') <= asOf;
  const activated = rows.filter(isActivated);
  const silent = activated.filter((row) => (numberIn(row.randomized) ?? 0) === 0).length;
  const never = rows.length - activated.length;
  const overdue = rows.filter((row) => (numberIn(row.overdue_visits) ?? 0) > 0).length;
  const shown = rows.length < total(tables) ? ` of the ${integer(rows.length)} shown` : '';
  const parts = [
    `${integer(silent)}${shown} active with nobody randomised`,
    ...(never > 0 ? [`${integer(never)} never activated`] : []),
    `${integer(overdue)} with an overdue visit`,
  ];
  return `${count(total(tables), 'site')}${inCountries()}; ${parts.join(', ')}.`;
}

/** The study's sites, sorted and paged by the server. */
export function Sites() {
  return (
    <Tile
      tile="sites"
      title="Sites"
      className="wide"
      queries={queries}
      exported={['sites']}
      metrics={[
        'subjects_screened',
        'subjects_randomized',
        'enrollment_rate',
        'screen_failure_rate',
      ]}
      isEmpty={({ sites }) => sites.rows.length === 0}
      takeaway={sentence}
      table={(tables) => (
        <>
          <DataTable
            caption="Sites of the study"
            columns={siteColumns(indexBy(tables.site_names.rows, 'site_id'))}
            rows={tables.sites.rows}
            keyOf={(row) => String(row.site_id)}
            sort={siteSort(table.value.sort)}
            onSort={(next) => setTable({ sort: formatSort(next), page: 1 })}
          />
          <Pager
            label="Pages of sites"
            page={table.value.page}
            pageSize={sitePageSize}
            rows={total(tables)}
            onPage={(page) => setTable({ ...table.value, page })}
          />
        </>
      )}
    />
  );
}
