import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Tile } from '../../components/Tile.tsx';
import { noValue } from '../../format/cell.ts';
import { moment } from '../../format/date.ts';
import { count, integer } from '../../format/number.ts';
import { classes } from '../../state/session.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Row, Table } from '../../wire/types.ts';
import { findingMetrics, listLimit, studyLimits } from './queries.ts';
import { named, text, whole } from './row-columns.ts';

const overdueColumns: readonly Column<Row>[] = [
  text('site_id', 'Site', { rowHeader: true }),
  text('country_code', 'Country'),
  text('risk_tier', 'Risk tier'),
  text('last_visit_date', 'Last visit'),
  text('due_date', 'Next visit due'),
  whole('days_overdue', 'Days overdue'),
];

function findingColumns(isNamed: boolean): Column<Row>[] {
  return [
    named('kind', 'Finding'),
    named('severity', 'Severity'),
    named('entity', 'Of'),
    ...(isNamed ? [text('entity_id', 'Id')] : []),
    text('site_id', 'Site'),
    text('detail', 'Detail', { kind: 'sentence' }),
    {
      id: 'first_known_at',
      label: 'First known',
      kind: 'code',
      cell: (row) => moment(textIn(row.first_known_at) ?? noValue),
    },
    whole('age_days', 'Age (days)'),
  ];
}

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
      table={({ overdue }) => (
        <DataTable
          caption="Overdue monitoring visits"
          columns={overdueColumns}
          rows={overdue.rows}
          keyOf={(row) => String(row.site_id)}
        />
      )}
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
        <DataTable
          caption="Data findings of the study"
          columns={findingColumns(classes.value.has('subject_level'))}
          rows={findings.rows}
          keyOf={(_, index) => String(index)}
        />
      )}
    />
  );
}
