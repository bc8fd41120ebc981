import { DataTable } from '../../components/DataTable.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Tile } from '../../components/Tile.tsx';
import { count } from '../../format/number.ts';
import { setTable, table } from '../../state/filters.ts';
import { classes } from '../../state/session.ts';
import { reportingCurrency } from '../currency.ts';
import { asOfDay, inCountries, isBudgetLeftOut, limitsOf } from '../scope.ts';
import { formatSort, parseSort, sortBy } from '../sort.ts';
import { offPlanKey, studyColumns } from './columns.tsx';
import { studyMetrics } from './queries.ts';
import { standingNote } from './standing.ts';
import { type StudyRow, type StudyTables, studyRows } from './studies.ts';

const pageSize = 100;
const queries = ['study_measures', 'study_months', 'studies'] as const;

function Studies({ rows, currency }: { rows: readonly StudyRow[]; currency: string | undefined }) {
  const columns = studyColumns(currency);
  const sort = parseSort(
    table.value.sort,
    columns.map(({ id }) => id),
  );
  const keyOf = columns.find(({ id }) => id === sort?.column)?.key ?? offPlanKey;
  const sorted = sortBy(rows, keyOf, sort?.desc ?? true);
  const { page } = table.value;
  return (
    <>
      <DataTable
        caption={`Studies, ${sort ? 'sorted' : 'most off plan first'}`}
        columns={columns}
        rows={sorted.slice((page - 1) * pageSize, page * pageSize)}
        keyOf={({ studyId }) => studyId}
        sort={sort ?? { column: 'standing', desc: true }}
        onSort={(next) => setTable({ sort: formatSort(next), page: 1 })}
      />
      <Pager
        label="Pages of studies"
        page={page}
        pageSize={pageSize}
        rows={sorted.length}
        onPage={(next) => setTable({ ...table.value, page: next })}
      />
    </>
  );
}

function sentence(rows: readonly StudyRow[]): string {
  const off = rows.filter(({ standing }) => standing.level === 'off_plan');
  const watch = rows.filter(({ standing }) => standing.level === 'watch').length;
  const [worst] = sortBy(off, offPlanKey, true);
  const all = count(rows.length, 'study', 'studies');
  const where = inCountries();
  const missing = isBudgetLeftOut() ? '; budget is not by country and is left out' : '';
  const lead = `${off.length} of ${all} off plan${where}, ${watch} to watch${missing}.`;
  return worst ? `${lead} Furthest off: ${worst.studyId}, ${worst.standing.reasons[0]}.` : lead;
}

/** Which studies are off plan, by how much, and why. */
export function StudyTable() {
  const isCommercial = classes.value.has('commercial');
  const rowsOf = (tables: StudyTables) => studyRows(tables, asOfDay());
  return (
    <Tile
      tile="studies"
      title="Studies"
      className="wide"
      queries={queries}
      exported={['study_measures']}
      metrics={studyMetrics()}
      note={standingNote}
      limits={[
        ...limitsOf(studyMetrics()),
        ...(isCommercial ? [] : ['Spend and budget are not shown: this role may not see money.']),
      ]}
      isEmpty={(tables) => rowsOf(tables).length === 0}
      takeaway={(tables) => sentence(rowsOf(tables))}
      table={(tables) => (
        <Studies rows={rowsOf(tables)} currency={isCommercial ? reportingCurrency() : undefined} />
      )}
    />
  );
}
