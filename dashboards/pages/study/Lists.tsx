import { ResultTable } from '../../components/ResultTable.tsx';
import { Tile } from '../../components/Tile.tsx';
import { count, integer } from '../../format/number.ts';
import { numberIn } from '../../wire/cells.ts';
import type { Table } from '../../wire/types.ts';
import { findingMetrics, listLimit, studyLimits } from './queries.ts';

function first({ rows }: Table): string {
  return rows.length === listLimit ? ` The first ${integer(listLimit)} are listed.` : '';
}

function overdueSentence(table: Table): string {
  const days = Math.max(0, ...table.rows.map((row) => numberIn(row.days_overdue) ?? 0));
  const sites = count(table.rows.length, 'site');
  return `${sites} ${table.rows.length === 1 ? 'has' : 'have'} an overdue monitoring visit, the longest by ${count(days, 'day')}.${first(table)}`;
}

export function OverdueVisits() {
  return (
    <Tile
      tile="overdue"
      title="Overdue monitoring visits"
      queries={['overdue']}
      metrics={['overdue_visits']}
      takeaway={({ overdue }) => overdueSentence(overdue)}
      table={({ overdue }) => <ResultTable caption="Overdue monitoring visits" table={overdue} />}
    />
  );
}

/** What does not join or contradicts itself in the study's data. */
export function Findings() {
  return (
    <Tile
      tile="findings"
      title="Data findings"
      className="wide"
      queries={['findings', 'finding_count']}
      exported={['findings']}
      metrics={findingMetrics}
      limits={studyLimits(findingMetrics)}
      isEmpty={({ findings: { rows } }) => rows.length === 0}
      takeaway={({ findings, finding_count: { rows } }) => {
        const total = numberIn(rows[0]?.data_findings) ?? findings.rows.length;
        return `${count(total, 'finding')} open.${first(findings)}`;
      }}
      table={({ findings }) => (
        <ResultTable caption="Data findings of the study" table={findings} />
      )}
    />
  );
}
