import { noValue } from '../../format/cell.ts';
import { shortMoney } from '../../format/money.ts';
import { count, integer, percent } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { answerOf } from '../../state/query.ts';
import { classes } from '../../state/session.ts';
import { indexBy, numberIn, textIn } from '../../wire/cells.ts';
import type { Table } from '../../wire/types.ts';
import { reportingCurrency } from '../currency.ts';
import { inCountries, isBudgetLeftOut } from '../scope.ts';
import { Kpi } from './Kpi.tsx';
import { kpiMetrics } from './queries.ts';

function only({ rows }: Table, column: string): number | undefined {
  return numberIn(rows[0]?.[column]);
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? noValue : format(value);
}

function studiesByStatus({ rows }: Table): string {
  return rows
    .map((row) => [numberIn(row.studies) ?? 0, textIn(row.study_status) ?? 'unknown'] as const)
    .filter(([studies]) => studies > 0)
    .map(([studies, status]) => `${integer(studies)} ${words(status).toLowerCase()}`)
    .join(', ');
}

function planContext(planned: number | undefined, ratio: number | undefined): string {
  if (planned === undefined || planned === 0) return 'No enrolment plan.';
  return `Plan to date ${integer(planned)}${ratio === undefined ? '' : `: ${percent(ratio)} of plan`}.`;
}

function days(value: number | undefined, before: string, after: string): string {
  return value === undefined || value <= 0 ? after : `${before} ${count(value, 'day')}.`;
}

/** How many of the studies are in the table below, where a filter holds for that one only. */
function inTable(): string {
  const where = inCountries();
  const { table } = answerOf('study_measures');
  if (where === '' || !table) return '';
  return ` ${integer(indexBy(table.rows, 'study').size)} of them${where}.`;
}

function Spend() {
  return (
    <Kpi
      query="kpi_spend"
      title="Spend to date"
      metrics={kpiMetrics.kpi_spend}
      value={({ kpi_spend: table }) =>
        shown(only(table, 'spend_actual'), (value) => shortMoney(value, reportingCurrency()))
      }
      context={({ kpi_spend: table }) => {
        const isAsked = table.columns.some(({ name }) => name === 'spend_budget');
        const budget = only(table, 'spend_budget');
        const share = only(table, 'spend_share_of_budget');
        if (budget === undefined && isBudgetLeftOut())
          return 'The budget is not kept by country, so spend has no comparison here.';
        if (budget === undefined) return isAsked ? 'No budget.' : '';
        const part = share === undefined ? '' : `: ${percent(share)} spent`;
        return `Budget to date ${shortMoney(budget, reportingCurrency())}${part}.`;
      }}
    />
  );
}

/** The portfolio in one line of numbers. */
export function Kpis() {
  return (
    <section class="kpis" aria-label="Key figures">
      <Kpi
        query="kpi_studies"
        title="Studies"
        metrics={kpiMetrics.kpi_studies}
        value={({ kpi_studies: { rows } }) =>
          integer(rows.reduce((sum, row) => sum + (numberIn(row.studies) ?? 0), 0))
        }
        context={({ kpi_studies: table }) => `${studiesByStatus(table)}.${inTable()}`}
      />
      <Kpi
        query="kpi_enrollment"
        title="Subjects enrolled"
        metrics={kpiMetrics.kpi_enrollment}
        value={({ kpi_enrollment: table }) => shown(only(table, 'subjects_enrolled'), integer)}
        context={({ kpi_enrollment: table }) =>
          planContext(only(table, 'planned_enrolled'), only(table, 'enrollment_attainment'))
        }
      />
      <Kpi
        query="kpi_screening"
        title="Screen failure rate"
        metrics={kpiMetrics.kpi_screening}
        value={({ kpi_screening: table }) => shown(only(table, 'screen_failure_rate'), percent)}
        context={({ kpi_screening: table }) =>
          `${count(only(table, 'subjects_screen_failed') ?? 0, 'screen failure')} of ${integer(only(table, 'subjects_with_screening_outcome') ?? 0)} with an outcome.`
        }
      />
      <Kpi
        query="kpi_visits"
        title="Overdue monitoring visits"
        metrics={kpiMetrics.kpi_visits}
        value={({ kpi_visits: table }) => shown(only(table, 'overdue_visits'), integer)}
        context={({ kpi_visits: table }) =>
          days(only(table, 'monitoring_overdue_days_max'), 'Longest', 'No visit is overdue.')
        }
      />
      <Kpi
        query="kpi_milestones"
        title="Milestones past due"
        metrics={kpiMetrics.kpi_milestones}
        value={({ kpi_milestones: table }) => shown(only(table, 'milestones_past_due'), integer)}
        context={({ kpi_milestones: table }) =>
          days(only(table, 'milestone_slip_days'), 'Largest slip', 'No milestone has slipped.')
        }
      />
      {classes.value.has('commercial') && <Spend />}
      <Kpi
        query="kpi_findings"
        title="Open data findings"
        metrics={kpiMetrics.kpi_findings}
        value={({ kpi_findings: table }) => shown(only(table, 'data_findings'), integer)}
        context={({ kpi_findings: table }) =>
          `${shown(only(table, 'high_data_findings'), integer)} of high severity.`
        }
      />
    </section>
  );
}
