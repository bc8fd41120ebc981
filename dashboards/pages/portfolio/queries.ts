import { classes } from '../../state/session.ts';
import type { QueryRequest } from '../../wire/types.ts';
import { underFilters } from '../scope.ts';

/** What each key figure is made of; the first metric is the figure. */
export const kpiMetrics = {
  kpi_studies: ['studies'],
  kpi_enrollment: ['subjects_enrolled', 'planned_enrolled', 'enrollment_attainment'],
  kpi_screening: [
    'screen_failure_rate',
    'subjects_screen_failed',
    'subjects_with_screening_outcome',
  ],
  kpi_visits: ['overdue_visits', 'monitoring_overdue_days_max'],
  kpi_milestones: ['milestones_past_due', 'milestone_slip_days'],
  kpi_findings: ['data_findings', 'high_data_findings'],
  kpi_spend: ['spend_actual', 'spend_budget', 'spend_share_of_budget'],
} as const;

const operations = [
  'subjects_enrolled',
  'planned_enrolled',
  'enrollment_attainment',
  'milestone_slip_days',
  'milestones_past_due',
  'overdue_visits',
  'monitoring_overdue_days_max',
  'report_timeliness',
  'data_findings',
];

const curve = ['subjects_enrolled', 'planned_enrolled_total'];

/** Measures of a study's row, those of money only for a viewer who may see it. */
export function studyMetrics(): readonly string[] {
  return classes.value.has('commercial') ? [...operations, ...kpiMetrics.kpi_spend] : operations;
}

/** Every query of the portfolio page. */
export function portfolioQueries(): Record<string, QueryRequest> {
  const { kpi_studies, kpi_spend, ...kpis } = kpiMetrics;
  const queries: Record<string, QueryRequest> = {
    kpi_studies: { ...underFilters(kpi_studies), by: ['study_status'] },
    enrollment: { ...underFilters(curve), by: ['month'] },
    study_measures: { ...underFilters(studyMetrics()), by: ['study'] },
    study_months: { ...underFilters(curve), by: ['study', 'month'] },
  };
  for (const [id, metrics] of Object.entries(kpis)) queries[id] = underFilters(metrics);
  if (classes.value.has('commercial')) queries.kpi_spend = underFilters(kpi_spend);
  return queries;
}
