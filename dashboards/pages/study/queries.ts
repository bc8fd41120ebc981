import { chosen, table, toWhere } from '../../state/filters.ts';
import { classes } from '../../state/session.ts';
import type { Filter, MetricsRequest, QueryRequest } from '../../wire/types.ts';
import { untilNow } from '../scope.ts';
import { siteOrder, sitePageSize } from './site-columns.tsx';

export const enrollmentMetrics = ['subjects_enrolled', 'planned_enrolled'];
export const reportMetrics = [
  'reports_due',
  'reports_on_time',
  'reports_overdue',
  'report_timeliness',
  'days_visit_to_report_submitted',
  'days_report_to_approval',
  'days_approval_to_letter',
];
export const spendMetrics = ['spend_actual', 'spend_budget'];

const factColumns = [
  'study_id',
  'study_name',
  'protocol_title',
  'programme',
  'product',
  'phase',
  'therapeutic_area',
  'indication',
  'study_status',
  'enrolled_definition',
  'planned_sites',
  'planned_subjects',
  'actual_fpfv_date',
  'planned_lpfv_date',
  'planned_lplv_date',
];

const siteColumns = [
  'site_id',
  'country_code',
  'activation_date',
  'screened',
  'screen_failed',
  'randomized',
  'enrolled',
  'enrollment_rate_per_month',
  'protocol_deviations',
  'open_queries',
  'overdue_visits',
];

export const listLimit = 100;

interface Scope {
  /** For metrics: the study and the chosen countries, by dimension. */
  readonly dimensions: readonly Filter[];
  /** For lists: the same by column. */
  readonly columns: readonly Filter[];
}

function scopeOf(studyId: string): Scope {
  const countries = toWhere(chosen.value, ['country']);
  const study: Filter = { dimension: 'study', op: 'in', values: [studyId] };
  return { dimensions: [study, ...countries], columns: [study, ...countries] };
}

function total(scope: Scope, metrics: readonly string[], isToDate = false): MetricsRequest {
  return { metrics, where: [...scope.dimensions, ...(isToDate ? [untilNow()] : [])] };
}

function always(studyId: string, scope: Scope) {
  const only = scopeStudy(studyId);
  return {
    facts: { list: 'dim_study', columns: factColumns, where: only },
    curve: { ...total(scope, enrollmentMetrics), by: ['month'] },
    to_date: total(scope, [...enrollmentMetrics, 'enrollment_attainment'], true),
    sites: {
      list: 'site_performance',
      columns: siteColumns,
      where: scope.columns,
      order: siteOrder(table.value.sort),
      limit: sitePageSize,
      offset: (table.value.page - 1) * sitePageSize,
    },
    site_names: {
      list: 'dim_site',
      columns: ['site_id', 'site_number', 'site_name'],
      where: only,
      limit: 5000,
    },
    site_count: total(scope, ['sites']),
    reports: total(scope, reportMetrics),
    overdue: {
      list: 'monitoring_due',
      columns: [
        'site_id',
        'country_code',
        'risk_tier',
        'last_visit_date',
        'due_date',
        'days_overdue',
      ],
      where: [...scope.columns, { dimension: 'is_overdue', op: '=', values: ['true'] }],
      order: [{ column: 'days_overdue', desc: true }],
      limit: listLimit,
    },
    milestones: {
      list: 'milestones',
      columns: [
        'milestone_id',
        'milestone_type',
        'milestone_level',
        'country_code',
        'baseline_date',
        'planned_date',
        'forecast_date',
        'actual_date',
        'slip_days',
        'is_done',
        'is_past_due',
      ],
      where: [...only, { dimension: 'milestone_level', op: 'in', values: ['study'] }],
      order: [{ column: 'baseline_date' }],
      limit: listLimit,
    },
    finding_count: total({ ...scope, dimensions: only }, ['data_findings']),
    findings: {
      list: 'data_findings',
      columns: findingColumns(),
      where: only,
      order: [{ column: 'age_days', desc: true }],
      limit: listLimit,
    },
  } satisfies Record<string, QueryRequest>;
}

function scopeStudy(studyId: string): Filter[] {
  return [{ dimension: 'study', op: 'in', values: [studyId] }];
}

function findingColumns(): string[] {
  const open = ['severity', 'kind', 'entity', 'site_id', 'detail', 'first_known_at', 'age_days'];
  return classes.value.has('subject_level') ? ['entity_id', ...open] : open;
}

function commercial(scope: Scope) {
  return {
    spend: { ...total(scope, spendMetrics), by: ['month'] },
    spend_to_date: total(scope, [...spendMetrics, 'spend_share_of_budget'], true),
  } satisfies Record<string, QueryRequest>;
}

/** Every query of a study's page; money only for a viewer who may see it. */
export function studyQueries(studyId: string): Record<string, QueryRequest> {
  const scope = scopeOf(studyId);
  const asked = always(studyId, scope);
  return classes.value.has('commercial') ? { ...asked, ...commercial(scope) } : asked;
}
