import { useCallback } from 'preact/hooks';
import { type EnrollmentMonth, enrollmentChart } from '../charts/enrollment.ts';
import type { Frame } from '../charts/frame.ts';
import { Chart } from '../components/Chart.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { Tile, type TileIds } from '../components/Tile.tsx';
import { noValue } from '../format/cell.ts';
import { count, decimal, integer, percent } from '../format/number.ts';
import { numberIn } from '../wire/cells.ts';
import type { Row, Table } from '../wire/types.ts';
import { cumulate, isFlat, undated } from './cumulate.ts';
import { asOfDay, inCountries } from './scope.ts';

const metrics = ['subjects_enrolled', 'planned_enrolled', 'planned_enrolled_total'];

const columns: readonly Column<EnrollmentMonth>[] = [
  { id: 'month', label: 'Month', rowHeader: true, cell: ({ month }) => month },
  {
    id: 'enrolled',
    label: 'Enrolled, cumulative (subjects)',
    kind: 'number',
    cell: ({ enrolled }) => (enrolled === undefined ? noValue : integer(enrolled)),
  },
  {
    id: 'planned',
    label: 'Plan, cumulative (subjects)',
    kind: 'number',
    cell: ({ planned }) => (planned === undefined ? noValue : decimal(planned)),
  },
];

function withoutDate(rows: readonly Row[]): string {
  const subjects = undated(rows);
  if (subjects === 0) return '';
  return ` ${count(subjects, 'enrolled subject')} without a date ${subjects === 1 ? 'is' : 'are'} on no curve.`;
}

function againstPlan(total: Row): string {
  const planned = numberIn(total.planned_enrolled) ?? 0;
  const ratio = numberIn(total.enrollment_attainment);
  if (planned === 0 || ratio === undefined) return '; there is no plan to that day.';
  const way = ratio < 1 ? 'behind' : 'ahead of';
  return `, ${integer(planned)} planned: ${percent(Math.abs(ratio - 1))} ${way} plan.`;
}

function sentence(monthly: readonly Row[], total: Row): string {
  const enrolled = integer(numberIn(total.subjects_enrolled) ?? 0);
  return `${enrolled} enrolled${inCountries()} by ${asOfDay()}${againstPlan(total)}${withoutDate(monthly)}`;
}

function Curve({ table, ids }: { table: Table; ids: TileIds }) {
  const asOf = asOfDay();
  const isNothing = isFlat(cumulate(table.rows, asOf));
  const draw = useCallback(
    (frame: Frame) => enrollmentChart(cumulate(table.rows, asOf), { ...frame, asOf }),
    [table, asOf],
  );
  if (isNothing) return <p class="empty">No month has an enrolment or a plan to draw.</p>;
  return (
    <Chart
      ids={ids}
      draw={draw}
      legend={[
        { label: 'Enrolled', swatch: 'line-solid series-1' },
        { label: 'Plan', swatch: 'line-dashed series-2' },
      ]}
    />
  );
}

interface EnrollmentTileProps {
  /** Query of increments by month, and query of the totals to date. */
  readonly monthly: string;
  readonly toDate: string;
}

/** Cumulative enrolment against plan. */
export function EnrollmentTile({ monthly, toDate }: EnrollmentTileProps) {
  return (
    <Tile
      tile="enrollment"
      title="Enrolment against plan"
      className="wide"
      queries={[monthly, toDate]}
      exported={[monthly]}
      metrics={metrics}
      isEmpty={(tables) => (tables[monthly]?.rows.length ?? 0) === 0}
      takeaway={(tables) => {
        const [first = {}] = tables[toDate]?.rows ?? [];
        return sentence(tables[monthly]?.rows ?? [], first);
      }}
      picture={(tables, ids) => {
        const table = tables[monthly];
        return table && <Curve table={table} ids={ids} />;
      }}
      table={(tables) => (
        <DataTable
          caption="Enrolment against plan by month"
          columns={columns}
          rows={cumulate(tables[monthly]?.rows ?? [], asOfDay())}
          keyOf={({ month }) => month}
        />
      )}
    />
  );
}
