import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Tile } from '../../components/Tile.tsx';
import { noValue } from '../../format/cell.ts';
import { moment } from '../../format/date.ts';
import { count, integer } from '../../format/number.ts';
import type { Tables } from '../../state/combine.ts';
import { classes } from '../../state/session.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Row, Table } from '../../wire/types.ts';
import { inCountries } from '../scope.ts';
import { findingMetrics, listLimit, studyFilters } from './queries.ts';
import { named, text, whole } from './row-columns.ts';

const findingQueries = ['findings', 'finding_count', 'findings_in_scope'] as const;

type FindingTables = Tables<(typeof findingQueries)[number]>;

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
  return rows.length >= listLimit ? ` The first ${integer(listLimit)} are listed.` : '';
}

function overdueSentence(table: Table): string {
  const days = Math.max(0, ...table.rows.map((row) => numberIn(row.days_overdue) ?? 0));
  const sites = count(table.rows.length, 'site');
  return `${sites}${inCountries()} ${table.rows.length === 1 ? 'has' : 'have'} an overdue monitoring visit, the longest by ${count(days, 'day')}.${first(table)}`;
}

function nothingOverdue({ rows }: Table): string {
  const isMonitored = (numberIn(rows[0]?.sites_due_monitoring) ?? 0) > 0;
  const what = isMonitored
    ? 'No visit is overdue'
    : 'No site has a next monitoring visit to be late';
  return `${what}${inCountries()}.`;
}

export function OverdueVisits() {
  return (
    <Tile
      tile="overdue"
      title="Overdue monitoring visits"
      queries={['overdue', 'monitored']}
      exported={['overdue']}
      metrics={['overdue_visits']}
      isEmpty={({ overdue: { rows } }) => rows.length === 0}
      nothing={({ monitored }) => nothingOverdue(monitored)}
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

const severities = ['high', 'medium', 'low'];

function severityRank(row: Row): number {
  const rank = severities.indexOf(textIn(row.severity) ?? '');
  return rank < 0 ? severities.length : rank;
}

/** The most severe first, among equals the oldest. */
export function bySeverity(rows: readonly Row[]): Row[] {
  return rows.toSorted(
    (a, b) =>
      severityRank(a) - severityRank(b) ||
      (numberIn(b.age_days) ?? 0) - (numberIn(a.age_days) ?? 0),
  );
}

function countOf({ rows }: Table): number {
  return numberIn(rows[0]?.data_findings) ?? 0;
}

function findingSentence({ findings, finding_count, findings_in_scope }: FindingTables): string {
  const where = inCountries();
  const here = where === '' ? '' : `, ${integer(countOf(findings_in_scope))} at sites${where}`;
  return `${count(countOf(finding_count), 'finding')} open${here}.${first(findings)}`;
}

/** What does not join or contradicts itself in the study's data. */
export function Findings() {
  return (
    <Tile
      tile="findings"
      title="Data findings"
      className="wide"
      queries={findingQueries}
      exported={['findings']}
      metrics={findingMetrics}
      limits={
        studyFilters().country.length > 0
          ? ['Not filtered by country: the list has every finding of the study.']
          : []
      }
      nothing={() => 'No open finding.'}
      isEmpty={({ findings: { rows } }) => rows.length === 0}
      takeaway={findingSentence}
      table={({ findings }) => (
        <DataTable
          caption="Data findings of the study"
          columns={findingColumns(classes.value.has('subject_level'))}
          rows={bySeverity(findings.rows).slice(0, listLimit)}
          keyOf={(_, index) => String(index)}
        />
      )}
    />
  );
}
