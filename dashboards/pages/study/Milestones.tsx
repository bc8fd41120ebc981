import { useCallback } from 'preact/hooks';
import type { Frame } from '../../charts/frame.ts';
import { type Milestone, milestoneChart, milestoneState } from '../../charts/milestones.ts';
import { Chart } from '../../components/Chart.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Tile, type TileIds } from '../../components/Tile.tsx';
import { noValue } from '../../format/cell.ts';
import { count, signed } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Row, Table } from '../../wire/types.ts';
import { asOfDay } from '../scope.ts';
import { studyFilters } from './queries.ts';

function milestoneOf(row: Row): Milestone {
  const dates = ['actual_date', 'forecast_date', 'planned_date'].map((name) => textIn(row[name]));
  return {
    label: words(textIn(row.milestone_type) ?? textIn(row.milestone_id) ?? ''),
    baseline: textIn(row.baseline_date),
    current: dates.find((date) => date !== undefined),
    isDone: row.is_done === true,
    isPastDue: row.is_past_due === true,
    slipDays: numberIn(row.slip_days),
  };
}

function milestonesOf({ rows }: Table): Milestone[] {
  return rows.map(milestoneOf);
}

const columns: readonly Column<Milestone>[] = [
  { id: 'milestone', label: 'Milestone', rowHeader: true, cell: ({ label }) => label },
  { id: 'baseline', label: 'Baseline', cell: ({ baseline }) => baseline ?? noValue },
  { id: 'current', label: 'Actual or forecast', cell: ({ current }) => current ?? noValue },
  { id: 'state', label: 'State', cell: (row) => words(milestoneState(row)) },
  {
    id: 'slip',
    label: 'Slip (days)',
    kind: 'number',
    cell: ({ slipDays }) => (slipDays === undefined ? noValue : signed(slipDays)),
  },
];

function sentence(rows: readonly Milestone[]): string {
  const done = rows.filter(({ isDone }) => isDone).length;
  const pastDue = rows.filter(({ isPastDue }) => isPastDue).length;
  const worst = rows.toSorted((a, b) => (b.slipDays ?? 0) - (a.slipDays ?? 0))[0];
  const lead = `${done} of ${count(rows.length, 'milestone')} done, ${pastDue} past due.`;
  if (worst?.slipDays === undefined || worst.slipDays <= 0) return lead;
  return `${lead} Largest slip: ${worst.label}, ${count(worst.slipDays, 'day')}.`;
}

function Picture({ table, ids }: { table: Table; ids: TileIds }) {
  const asOf = asOfDay();
  const draw = useCallback(
    (frame: Frame) => milestoneChart(milestonesOf(table), { ...frame, asOf }),
    [table, asOf],
  );
  return (
    <Chart
      ids={ids}
      draw={draw}
      legend={[
        { label: 'Baseline', swatch: 'ring' },
        { label: 'Done', swatch: 'disc good' },
        { label: 'Open, forecast', swatch: 'diamond series-1' },
        { label: 'Past due', swatch: 'triangle bad' },
      ]}
    />
  );
}

/** Milestones of the study: what was promised first, and what is true or expected now. */
export function Milestones() {
  return (
    <Tile
      tile="milestones"
      title="Milestones against baseline"
      queries={['milestones']}
      metrics={['milestone_slip_days', 'milestones_past_due']}
      limits={studyFilters().country.length > 0 ? ['Not filtered by country: of the study.'] : []}
      takeaway={({ milestones }) => sentence(milestonesOf(milestones))}
      picture={({ milestones }, ids) => <Picture table={milestones} ids={ids} />}
      table={({ milestones }) => (
        <DataTable
          caption="Milestones against baseline"
          columns={columns}
          rows={milestonesOf(milestones)}
          keyOf={(_, index) => String(index)}
        />
      )}
    />
  );
}
