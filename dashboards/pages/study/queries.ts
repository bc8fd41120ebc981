import { type Chosen, chosen, parseChosen, table, toWhere } from '../../state/filters.ts';
import { classes } from '../../state/session.ts';
import type { Filter, MetricsRequest, QueryRequest } from '../../wire/types.ts';
import { limitsOf, underFilters } from '../scope.ts';
import { siteOrder, sitePageSize } from './site-columns.tsx';

export const curveMetrics = ['subjects_enrolled', 'planned_enrolled_total'];
const toDateMetrics = ['subjects_enrolled', 'planned_enrolled', 'enrollment_attainment'];
export const reportMetrics = [
  'reports_due',
  'reports_on_time',
  'reports_overdue',
  'report_timeliness',
  'days_visit_to_report_submitted',
  'days_report_to_approval',
  'days_approval_to_letter',
];
export const spendMetrics = ['spend_actual', 'spend_budget_total'];
const spentMetrics = ['spend_actual', 'spend_budget', 'spend_share_of_budget'];
const siteCountMetrics = ['sites', 'sites_unknown_to_ctms'];
export const findingMetrics = ['data_findings'];
export const milestoneMetrics = [
  'milestones',
  'milestones_done',
  'milestones_past_due',
  'milestone_slip_days',
];

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

/** Most rows asked for where the page itself orders or picks what it lists. */
const fetchLimit = 5000;

type Scope = readonly Filter[];

function only(studyId: string): Scope {
  return [{ dimension: 'study', op: 'in', values: [studyId] }];
}

/** A study's page is filtered by country alone; the other filters only travel with its links. */
export function studyFilters(): Chosen {
  return { ...parseChosen(''), country: chosen.value.country };
}

export function studyLimits(metrics: readonly string[]): string[] {
  return limitsOf(metrics, studyFilters());
}

function total(study: Scope, metrics: readonly string[]): MetricsRequest {
  return underFilters(metrics, studyFilters(), study);
}

function always(study: Scope) {
  const scope = [...study, ...toWhere(studyFilters())];
  return {
    facts: { list: 'dim_study', columns: factColumns, where: study },
    curve: { ...total(study, curveMetrics), by: ['month'] },
    to_date: total(study, toDateMetrics),
    sites: {
      list: 'site_performance',
      columns: siteColumns,
      where: scope,
      order: siteOrder(table.value.sort),
      limit: sitePageSize,
      offset: (table.value.page - 1) * sitePageSize,
    },
    site_names: {
      list: 'dim_site',
      columns: ['site_id', 'site_number', 'site_name'],
      where: study,
      limit: 5000,
    },
    site_count: total(study, siteCountMetrics),
    reports: total(study, reportMetrics),
    monitored: total(study, ['sites_due_monitoring']),
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
      where: [...scope, { dimension: 'is_overdue', op: '=', values: ['true'] }],
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
        'site_id',
        'baseline_date',
        'planned_date',
        'forecast_date',
        'actual_date',
        'slip_days',
        'is_done',
        'is_past_due',
      ],
      where: scope,
      order: [{ column: 'baseline_date' }, { column: 'milestone_id' }],
      limit: fetchLimit,
    },
    milestone_count: total(study, milestoneMetrics),
    finding_count: { metrics: findingMetrics, where: study },
    findings_in_scope: total(study, findingMetrics),
    findings: {
      list: 'data_findings',
      columns: findingColumns(),
      where: study,
      order: [{ column: 'age_days', desc: true }],
      limit: fetchLimit,
    },
  } satisfies Record<string, QueryRequest>;
}

function findingColumns(): string[] {
  const open = ['severity', 'kind', 'entity', 'site_id', 'detail', 'first_known_at', 'age_days'];
  return classes.value.has('subject_level') ? ['entity_id', ...open] : open;
}

function commercial(study: Scope) {
  return {
    spend: { ...total(study, spendMetrics), by: ['month'] },
    spend_to_date: total(study, spentMetrics),
  } satisfies Record<string, QueryRequest>;
}

/** Every query of a study's page; money only for a viewer who may see it. */
export function studyQueries(studyId: string): Record<string, QueryRequest> {
  const study = only(studyId);
  const asked = always(study);
  return classes.value.has('commercial') ? { ...asked, ...commercial(study) } : asked;
}
