import { classes } from '../../state/session.ts';
import type { MetricsRequest, QueryRequest } from '../../wire/types.ts';
import { filtersFor, untilNow } from '../scope.ts';

const enrollment = ['subjects_enrolled', 'planned_enrolled'];
export const oversight = [
  'milestone_slip_days',
  'milestones_past_due',
  'overdue_visits',
  'monitoring_overdue_days_max',
  'report_timeliness',
  'data_findings',
];
export const spend = ['spend_actual', 'spend_budget'];

function total(metrics: string[], isToDate = false): MetricsRequest {
  return { metrics, where: [...filtersFor(metrics), ...(isToDate ? [untilNow()] : [])] };
}

function byStudy(metrics: string[], isToDate = false): MetricsRequest {
  return { ...total(metrics, isToDate), by: ['study'] };
}

const always = {
  kpi_studies: () => ({ ...total(['studies']), by: ['study_status'] }),
  kpi_enrollment: () => total([...enrollment, 'enrollment_attainment'], true),
  kpi_screening: () =>
    total(['screen_failure_rate', 'subjects_screen_failed', 'subjects_screened']),
  kpi_visits: () => total(['overdue_visits', 'monitoring_overdue_days_max']),
  kpi_milestones: () => total(['milestones_past_due', 'milestone_slip_days']),
  kpi_findings: () => total(['data_findings']),
  enrollment: () => ({ ...total(enrollment), by: ['month'] }),
  study_enrollment: () => byStudy([...enrollment, 'enrollment_attainment'], true),
  study_oversight: () => byStudy(oversight),
  study_months: () => ({ ...total(enrollment), by: ['study', 'month'] }),
};

const commercial = {
  kpi_spend: () => total([...spend, 'spend_share_of_budget'], true),
  study_spend: () => byStudy([...spend, 'spend_share_of_budget'], true),
};

export type PortfolioQuery = keyof typeof always | keyof typeof commercial;

/** Every query of the portfolio page; money only for a viewer who may see it. */
export function portfolioQueries(): Record<string, QueryRequest> {
  const wanted = classes.value.has('commercial') ? { ...always, ...commercial } : always;
  return Object.fromEntries(Object.entries(wanted).map(([id, request]) => [id, request()]));
}
