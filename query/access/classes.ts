/** Column classes: what a viewer must have been granted to see a column or the rows of a mart. */
export const classes = ['personal', 'unblinding', 'commercial', 'subject_level'] as const;

export type Class = (typeof classes)[number];

export function isClass(value: unknown): value is Class {
  return classes.some((known) => known === value);
}

/** Columns that are classified wherever they appear. */
const columnClasses: Readonly<Record<string, Class>> = {
  subject_id: 'subject_level',
  subject_number: 'subject_level',
  screening_number: 'subject_level',
  previous_screening_number: 'subject_level',
  previous_subject_id: 'subject_level',
  first_subject_id: 'subject_level',
  safety_case_id: 'subject_level',
  investigator_id: 'personal',
  investigator_name: 'personal',
  author_id: 'personal',
  approver_id: 'personal',
  treatment_name: 'unblinding',
  arm_code: 'unblinding',
  block: 'unblinding',
  kit_type: 'unblinding',
  kit_content: 'unblinding',
  lot: 'unblinding',
};

interface MartAccess {
  /** Needed for anything of this mart, totals included. */
  readonly all: readonly Class[];
  /** Needed as well to read its rows one by one. */
  readonly rows: readonly Class[];
  /** Classified columns beyond those classified everywhere. */
  readonly columns?: Readonly<Record<string, Class>>;
  /** Holds nothing of one study, country or site: row scope does not apply. */
  readonly isReference?: boolean;
  /** Rows tell of sites of other studies too: only who may see all of them is shown any. */
  readonly isOfAllStudies?: boolean;
  /** Rows tell of a second site, in these columns, which must be in scope as well. */
  readonly otherSite?: { readonly study_id: string; readonly site_id: string };
  /** The column that names the subject of a row; a number that rests on few subjects is a small cell. */
  readonly subject?: string;
  /** Its counts are recruitment tallies (who came, where and when), which every role is shown. */
  readonly isTally?: boolean;
  /** Columns of rows of sites that tell what was observed of subjects, with the one that counts it. */
  readonly observed?: Readonly<Record<string, string>>;
}

const open: MartAccess = { all: [], rows: [] };
const reference: MartAccess = { all: [], rows: [], isReference: true };
const subjects: MartAccess = { all: [], rows: ['subject_level'], subject: 'subject_id' };
const tallies: MartAccess = { ...subjects, isTally: true };
/** What was observed of the subjects that a row counts as screened. */
const observedAtSites: MartAccess = {
  ...open,
  observed: {
    open_queries: 'open_queries',
    queries: 'queries',
    median_query_days: 'queries',
    late_pages: 'late_pages',
    pages: 'pages',
    protocol_deviations: 'protocol_deviations',
    important_deviations: 'important_deviations',
    adverse_events: 'adverse_events',
    serious_adverse_events: 'serious_adverse_events',
  },
};
const commercial: MartAccess = { all: ['commercial'], rows: [] };
const unblinded: MartAccess = { all: ['unblinding'], rows: ['unblinding', 'subject_level'] };

/** A mart that is not named here cannot be listed: access is denied unless granted. */
export const martAccess: Readonly<Record<string, MartAccess>> = {
  dim_study: open,
  dim_country: reference,
  dim_site: open,
  dim_subject: tallies,
  dim_person: {
    all: [],
    rows: ['personal'],
    columns: {
      person_id: 'personal',
      person_number: 'personal',
      person_name: 'personal',
      given_name: 'personal',
      family_name: 'personal',
      email: 'personal',
    },
  },
  dim_visit_type: open,
  dim_milestone_type: reference,
  dim_vendor: commercial,
  dim_account: { ...commercial, isReference: true },
  dim_cost_category: reference,
  dim_currency: reference,
  dim_date: reference,
  enrollment_events: { ...tallies, columns: { reason: 'subject_level' } },
  enrollment_daily: open,
  enrollment_plan: open,
  enrollment_plan_versions: open,
  enrollment_sequence: open,
  enrollment_shortfalls: open,
  site_plan_periods: open,
  site_promises: open,
  site_performance: observedAtSites,
  site_activation: open,
  site_identity: { ...open, isOfAllStudies: true },
  site_merge_proposals: {
    all: [],
    rows: ['personal'],
    otherSite: { study_id: 'other_study_id', site_id: 'other_site_id' },
  },
  dim_investigator: { all: [], rows: ['personal'], isOfAllStudies: true },
  investigator_identity: { all: [], rows: ['personal'], isOfAllStudies: true },
  investigator_merge_proposals: {
    all: [],
    rows: ['personal'],
    otherSite: { study_id: 'other_study_id', site_id: 'other_site_id' },
  },
  country_start_up: open,
  study_start_up: open,
  monitoring_visits: open,
  monitoring_due: open,
  monitoring_intervals: open,
  first_monitoring_visits: open,
  monitoring_activities: open,
  action_items: open,
  issues: { ...subjects, columns: { owner_id: 'personal' } },
  protocol_deviations: subjects,
  adverse_events: subjects,
  safety_cases: subjects,
  safety_clock: subjects,
  data_queries: subjects,
  data_pages: subjects,
  unmonitored_pages: subjects,
  subject_visits: subjects,
  subject_stays: subjects,
  subject_screenings: tallies,
  expected_pages: subjects,
  scheduled_visits: subjects,
  source_reviews: { ...subjects, subject: 'subject_visit_id' },
  staff_months: { all: [], rows: [], columns: { person_id: 'personal' } },
  monitor_workload: { all: [], rows: ['subject_level'], columns: { person_id: 'personal' } },
  monitor_capacity: open,
  required_monitoring_hours: open,
  tolerance_limits: open,
  tolerance_evaluations: open,
  tolerance_observations: { ...subjects, subject: 'observation_id' },
  milestones: open,
  milestone_forecasts: open,
  milestone_forecast_errors: open,
  notifications_due: open,
  kits: open,
  shipments: open,
  dispensations: subjects,
  treatment_assignments: unblinded,
  kit_contents: unblinded,
  expected_documents: open,
  documents: { all: [], rows: [], columns: { document_name: 'personal' } },
  spend: commercial,
  budget_variance: commercial,
  budget_plan: commercial,
  contract_balances: commercial,
  true_up_errors: commercial,
  ledger_costs: commercial,
  earned_value: commercial,
  earned_cost: { all: ['commercial'], rows: ['subject_level'] },
  dim_site_contract: commercial,
  contracted_sites: commercial,
  contracted_subjects: { all: ['commercial'], rows: ['subject_level'] },
  earned_work: {
    all: ['commercial'],
    rows: ['subject_level'],
    columns: { item_id: 'subject_level' },
  },
  cost_estimates: {
    all: ['commercial'],
    rows: ['subject_level'],
    columns: { item_id: 'subject_level' },
  },
  invoices: commercial,
  payments: commercial,
  change_orders: commercial,
  accrual_rollforward: commercial,
  fx_rates: reference,
  fx_rates_in_force: reference,
  trial_balances: commercial,
  data_findings: { all: [], rows: [], columns: { entity_id: 'subject_level' } },
  feed_status: reference,
};

export function columnClass(mart: string, column: string): Class | undefined {
  return martAccess[mart]?.columns?.[column] ?? columnClasses[column];
}

/** Classes of every column that an expression names. */
export function expressionClasses(mart: string, expr: string): Class[] {
  const names = expr.match(/[a-z_][a-z0-9_]*/gi) ?? [];
  return [...new Set(names.flatMap((name) => columnClass(mart, name.toLowerCase()) ?? []))];
}

/** Classes needed to read a mart row by row; undefined for one that is not named here. */
export function rowClasses(mart: string): readonly Class[] | undefined {
  const access = martAccess[mart];
  return access && [...access.all, ...access.rows];
}
