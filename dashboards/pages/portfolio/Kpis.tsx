import { Kpi } from '../../components/Kpi.tsx';
import { noValue } from '../../format/cell.ts';
import { shortMoney } from '../../format/money.ts';
import { count, integer, percent } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { classes } from '../../state/session.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Table } from '../../wire/types.ts';
import { currencyOf } from '../currency.ts';
import { limitsOf } from '../scope.ts';

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

function Spend() {
  const metrics = ['spend_actual', 'spend_budget', 'spend_share_of_budget'];
  return (
    <Kpi
      query="kpi_spend"
      title="Spend to date"
      metrics={metrics}
      limits={limitsOf(metrics)}
      value={({ kpi_spend: table }) =>
        shown(only(table, 'spend_actual'), (value) => shortMoney(value, currencyOf(table)))
      }
      context={({ kpi_spend: table }) => {
        const budget = only(table, 'spend_budget');
        const share = only(table, 'spend_share_of_budget');
        if (budget === undefined) return 'No budget.';
        const part = share === undefined ? '' : `: ${percent(share)} spent`;
        return `Budget to date ${shortMoney(budget, currencyOf(table))}${part}.`;
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
        metrics={['studies']}
        limits={limitsOf(['studies'])}
        value={({ kpi_studies: { rows } }) =>
          integer(rows.reduce((sum, row) => sum + (numberIn(row.studies) ?? 0), 0))
        }
        context={({ kpi_studies: table }) => `${studiesByStatus(table)}.`}
      />
      <Kpi
        query="kpi_enrollment"
        title="Subjects enrolled"
        metrics={['subjects_enrolled', 'planned_enrolled', 'enrollment_attainment']}
        value={({ kpi_enrollment: table }) => shown(only(table, 'subjects_enrolled'), integer)}
        context={({ kpi_enrollment: table }) =>
          planContext(only(table, 'planned_enrolled'), only(table, 'enrollment_attainment'))
        }
      />
      <Kpi
        query="kpi_screening"
        title="Screen failure rate"
        metrics={['screen_failure_rate']}
        value={({ kpi_screening: table }) => shown(only(table, 'screen_failure_rate'), percent)}
        context={({ kpi_screening: table }) =>
          `${count(only(table, 'subjects_screen_failed') ?? 0, 'screen failure')} of ${integer(only(table, 'subjects_screened') ?? 0)} screened.`
        }
      />
      <Kpi
        query="kpi_visits"
        title="Overdue monitoring visits"
        metrics={['overdue_visits']}
        limits={limitsOf(['overdue_visits'])}
        value={({ kpi_visits: table }) => shown(only(table, 'overdue_visits'), integer)}
        context={({ kpi_visits: table }) =>
          days(only(table, 'monitoring_overdue_days_max'), 'Longest', 'Plan: none overdue.')
        }
      />
      <Kpi
        query="kpi_milestones"
        title="Milestones past due"
        metrics={['milestones_past_due', 'milestone_slip_days']}
        limits={limitsOf(['milestones_past_due'])}
        value={({ kpi_milestones: table }) => shown(only(table, 'milestones_past_due'), integer)}
        context={({ kpi_milestones: table }) =>
          days(only(table, 'milestone_slip_days'), 'Largest slip', 'Plan: none past due.')
        }
      />
      {classes.value.has('commercial') && <Spend />}
      <Kpi
        query="kpi_findings"
        title="Open data findings"
        metrics={['data_findings']}
        limits={limitsOf(['data_findings'])}
        value={({ kpi_findings: table }) => shown(only(table, 'data_findings'), integer)}
        context={() => 'Rows that do not join or contradict each other; kept, never guessed.'}
      />
    </section>
  );
}
