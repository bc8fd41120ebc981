import { useCallback } from 'preact/hooks';
import { type EnrollmentMonth, enrollmentChart } from '../charts/enrollment.ts';
import type { Frame } from '../charts/frame.ts';
import { Chart } from '../components/Chart.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { Tile, type TileIds } from '../components/Tile.tsx';
import { noValue } from '../format/cell.ts';
import { decimal, integer, percent } from '../format/number.ts';
import { numberIn } from '../wire/cells.ts';
import type { Table } from '../wire/types.ts';
import { cumulate } from './cumulate.ts';
import { asOfDay } from './scope.ts';

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

function sentence(table: Table, planToDate: number | undefined): string {
  const months = cumulate(table.rows, asOfDay());
  const enrolled = months.findLast((month) => month.enrolled !== undefined)?.enrolled ?? 0;
  const lead = `${integer(enrolled)} enrolled by ${asOfDay()}`;
  if (planToDate === undefined || planToDate === 0) return `${lead}; there is no plan.`;
  const gap = enrolled / planToDate - 1;
  const way = gap < 0 ? 'behind' : 'ahead of';
  return `${lead}, ${integer(planToDate)} planned: ${percent(Math.abs(gap))} ${way} plan.`;
}

function Curve({ table, ids }: { table: Table; ids: TileIds }) {
  const asOf = asOfDay();
  const draw = useCallback(
    (frame: Frame) => enrollmentChart(cumulate(table.rows, asOf), { ...frame, asOf }),
    [table, asOf],
  );
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
        const [table, total] = [tables[monthly], tables[toDate]];
        return table && sentence(table, numberIn(total?.rows[0]?.planned_enrolled));
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
