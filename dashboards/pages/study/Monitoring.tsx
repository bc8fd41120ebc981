import { useCallback } from 'preact/hooks';
import type { Frame } from '../../charts/frame.ts';
import { type Timeliness, timelinessChart } from '../../charts/timeliness.ts';
import { Chart } from '../../components/Chart.tsx';
import { ResultTable } from '../../components/ResultTable.tsx';
import { Tile, type TileIds } from '../../components/Tile.tsx';
import { count, decimal, integer, percent } from '../../format/number.ts';
import { numberIn } from '../../wire/cells.ts';
import type { Row, Table } from '../../wire/types.ts';
import { inCountries } from '../scope.ts';
import { reportMetrics, studyLimits } from './queries.ts';

function reportsOf({ rows }: Table): Timeliness {
  const due = numberIn(rows[0]?.reports_due) ?? 0;
  const onTime = numberIn(rows[0]?.reports_on_time) ?? 0;
  const overdue = numberIn(rows[0]?.reports_overdue) ?? 0;
  return { onTime, overdue, late: Math.max(0, due - onTime - overdue) };
}

const stages = [
  ['days_visit_to_report_submitted', 'Visit to report submitted'],
  ['days_report_to_approval', 'Report to approval'],
  ['days_approval_to_letter', 'Approval to letter sent'],
] as const;

function Stages({ row }: { row: Row }) {
  return (
    <dl class="facts">
      {stages.map(([metric, label]) => {
        const days = numberIn(row[metric]);
        return (
          <div key={metric}>
            <dt>{label}</dt>
            <dd>{days === undefined ? 'none yet' : `median ${decimal(days)} days`}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Bar({ table, ids }: { table: Table; ids: TileIds }) {
  const draw = useCallback((frame: Frame) => timelinessChart(reportsOf(table), frame), [table]);
  return (
    <>
      <Chart
        ids={ids}
        draw={draw}
        legend={[
          { label: 'On time', swatch: 'box good' },
          { label: 'Late', swatch: 'box warn' },
          { label: 'Overdue', swatch: 'box bad' },
        ]}
      />
      {table.rows[0] && <Stages row={table.rows[0]} />}
    </>
  );
}

function sentence({ rows }: Table): string {
  const due = numberIn(rows[0]?.reports_due) ?? 0;
  const ratio = numberIn(rows[0]?.report_timeliness);
  const overdue = numberIn(rows[0]?.reports_overdue) ?? 0;
  const share = ratio === undefined ? '' : `${percent(ratio)} of `;
  return `${share}${count(due, 'due visit report')}${inCountries()} on time; ${integer(overdue)} still missing.`;
}

/** How punctual monitoring visit reports are, and where the time goes. */
export function Reports() {
  return (
    <Tile
      tile="reports"
      title="Monitoring report timeliness"
      queries={['reports']}
      metrics={reportMetrics}
      limits={studyLimits(reportMetrics)}
      isEmpty={({ reports: { rows } }) => (numberIn(rows[0]?.reports_due) ?? 0) === 0}
      takeaway={({ reports }) => sentence(reports)}
      picture={({ reports }, ids) => <Bar table={reports} ids={ids} />}
      table={({ reports }) => (
        <ResultTable caption="Monitoring report timeliness" table={reports} />
      )}
    />
  );
}
