import { useCallback } from 'preact/hooks';
import type { Frame } from '../../charts/frame.ts';
import { type Milestone, milestoneChart, milestoneState } from '../../charts/milestones.ts';
import { Chart } from '../../components/Chart.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Tile, type TileIds } from '../../components/Tile.tsx';
import { noValue } from '../../format/cell.ts';
import { count, integer, signed } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import type { Tables } from '../../state/combine.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Row, Table } from '../../wire/types.ts';
import { asOfDay, inCountries } from '../scope.ts';
import { drawnMilestones } from './drawn-milestones.ts';
import { milestoneMetrics, studyFilters, studyLimits } from './queries.ts';

const queries = ['milestones', 'milestone_count'] as const;

type MilestoneTables = Tables<(typeof queries)[number]>;

/** ` · ES 0402`: whose milestone it is, unless it is the study's own. */
function whose(row: Row): string {
  const parts = [textIn(row.country_code), textIn(row.site_id)].filter((part) => part);
  return parts.length === 0 ? '' : ` · ${parts.join(' ')}`;
}

function milestoneOf(row: Row): Milestone {
  const dates = ['actual_date', 'forecast_date', 'planned_date'].map((name) => textIn(row[name]));
  return {
    label: words(textIn(row.milestone_type) ?? textIn(row.milestone_id) ?? '') + whose(row),
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

function sentence({ milestones, milestone_count }: MilestoneTables): string {
  const [totals = {}] = milestone_count.rows;
  const of = (metric: string) => numberIn(totals[metric]) ?? 0;
  const all = count(of('milestones'), 'milestone');
  const done = integer(of('milestones_done'));
  const pastDue = integer(of('milestones_past_due'));
  const slip = of('milestone_slip_days');
  const lead = `${done} of ${all}${inCountries()} done, ${pastDue} past due.`;
  if (slip <= 0) return lead;
  const worst = milestones.rows.find((row) => numberIn(row.slip_days) === slip);
  const name = worst ? `${milestoneOf(worst).label}, ` : '';
  return `${lead} Largest slip: ${name}${count(slip, 'day')}.`;
}

function drawnOf({ rows }: Table): string {
  const drawn = drawnMilestones(rows).length;
  if (drawn === rows.length) return '';
  return ` The chart has ${integer(drawn)} of them; the table has all.`;
}

function Picture({ table, ids }: { table: Table; ids: TileIds }) {
  const asOf = asOfDay();
  const draw = useCallback(
    (frame: Frame) =>
      milestoneChart(drawnMilestones(table.rows).map(milestoneOf), { ...frame, asOf }),
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
      queries={queries}
      exported={['milestones']}
      metrics={['milestone_slip_days', 'milestones_past_due']}
      limits={[
        ...studyLimits(milestoneMetrics),
        ...(studyFilters().country.length > 0
          ? ['Milestones of the study as a whole belong to no country and are left out.']
          : []),
      ]}
      isEmpty={({ milestones: { rows } }) => rows.length === 0}
      takeaway={(tables) => `${sentence(tables)}${drawnOf(tables.milestones)}`}
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
