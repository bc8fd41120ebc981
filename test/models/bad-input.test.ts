import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { classes, type Door, openDoor, reasonSuffix, viewerFor } from '@portolan/query';
import { build } from '@portolan/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelsDir } from './project.ts';

type Row = Readonly<Record<string, string | number>>;

/** Written down before it began. */
const backwards = { started: '2025-04-10', written: '2025-04-01' };

/** Studies that each go wrong in their own way, delivered as they are. */
const deliveries: Readonly<Record<string, readonly Row[]>> = {
  study: [
    { study_id: 'NO-SITES', status: 'active', planned_subjects: 100, planned_sites: 10 },
    { study_id: 'ONE-SITE', status: 'active', planned_subjects: 100, planned_sites: 1 },
    { study_id: 'NOTHING-PLANNED', status: 'active', planned_subjects: 0, planned_sites: 0 },
    { study_id: 'NOTHING-DONE', status: 'active', planned_subjects: 10, planned_sites: 2 },
    { study_id: 'FUTURE', status: 'active', planned_subjects: 10, planned_sites: 1 },
    { study_id: 'BACKWARDS', status: 'active', planned_subjects: 10, planned_sites: 1 },
  ],
  site: [
    ['ONE-SITE', '2025-01-15'],
    ['NOTHING-PLANNED', '2025-01-15'],
    ['NOTHING-DONE', '2025-01-15'],
    ['FUTURE', '2027-06-01'],
    ['BACKWARDS', '2025-01-15'],
  ].map(([study_id = '', activation_date = '']) => ({
    study_id,
    site_id: '1',
    country: 'DE',
    site_status: 'active',
    risk_tier: 'high',
    selected_date: study_id === 'BACKWARDS' ? '2025-06-01' : '2024-12-01',
    activation_date,
  })),
  subject: [
    ['ONE-SITE', '2025-02-01', '2025-02-10'],
    ['FUTURE', '2027-07-01', '2027-07-10'],
    ['BACKWARDS', '2025-03-01', '2025-02-01'],
    ['NOTHING-PLANNED', '2025-02-01', '2025-02-10'],
  ].map(([study_id = '', screening_date = '', randomization_date = '']) => ({
    study_id,
    subject_id: `${study_id}-1`,
    site_id: '1',
    country: 'DE',
    consent_date: screening_date,
    screening_date,
    randomization_date,
    enrolled_date: randomization_date,
  })),
  enrollment_plan: ['ONE-SITE', 'NOTHING-PLANNED', 'NO-SITES'].map((study_id) => ({
    study_id,
    plan_version: '1',
    country: 'DE',
    month: '2025-02',
    planned_screened: study_id === 'NOTHING-PLANNED' ? 0 : 5,
    planned_enrolled: study_id === 'NOTHING-PLANNED' ? 0 : 3,
    planned_active_sites: study_id === 'NOTHING-PLANNED' ? 0 : 1,
    approved_date: '2024-12-01',
  })),
  monitoring_plan: [
    {
      ...{
        study_id: 'ONE-SITE',
        plan_version: '1',
        risk_tier: 'high',
        effective_date: '2024-12-01',
      },
      ...{ visit_interval_days: 0, first_visit_within_days: 28 },
    },
  ],
  monitoring_visit: [
    {
      ...{ study_id: 'BACKWARDS', monitoring_visit_id: 'MV', site_id: '1', visit_type: 'interim' },
      ...{
        planned_date: '2025-03-01',
        actual_start_date: '2025-03-05',
        actual_end_date: '2025-03-01',
      },
      ...{ report_submitted_date: '2025-02-01', report_approved_date: '2025-01-01' },
    },
  ],
  milestone: [
    {
      ...{
        study_id: 'ONE-SITE',
        milestone_id: 'M',
        milestone_type: 'summer_party',
        level: 'study',
      },
      ...{ planned_date: '2025-07-01', actual_date: '2025-07-02' },
    },
  ],
  site_contract: [
    {
      ...{
        contract_id: 'C1',
        study_id: 'ONE-SITE',
        site_id: '1',
        contract_type: 'site',
        currency: 'CHF',
      },
      ...{ effective_date: '2025-03-01', end_date: '2025-12-31', overhead_pct: '0.2' },
    },
  ],
  fee_schedule: [
    {
      ...{
        contract_id: 'C1',
        rate_version: '1',
        event_name: 'Visit 1',
        amount: 100,
        currency: 'CHF',
      },
      ...{ overhead_applies: 'true', effective_date: '2025-03-01' },
    },
  ],
  subject_visit: [
    ['V1', 'Visit 1', '2025-02-15'],
    ['V2', 'Visit 1', '2025-04-15'],
    ['V3', 'Visit 9', '2025-04-20'],
    ['V4', 'Visit 1', '2027-04-20'],
  ].map(([visit_id = '', visit_name = '', visit_date = '']) => ({
    study_id: 'ONE-SITE',
    subject_id: 'ONE-SITE-1',
    visit_id,
    visit_name,
    visit_date,
    visit_status: 'completed',
    entered_date: visit_date,
    site_id: '1',
  })),
  protocol_deviation: [
    { study_id: 'BACKWARDS', deviation_id: 'D', site_id: '1', ...backwards, category: 'dosing' },
  ].map(({ started, written, ...row }) => ({
    ...row,
    deviation_date: started,
    reported_date: written,
  })),
  edc_page: [
    { study_id: 'BACKWARDS', page_id: 'P', site_id: '1', form_id: 'VS', ...backwards },
  ].map(({ started, written, ...row }) => ({ ...row, visit_date: started, entered_date: written })),
  adverse_event: [
    { study_id: 'BACKWARDS', adverse_event_id: 'A', site_id: '1', serious_flag: 'Y', ...backwards },
  ].map(({ started, written, ...row }) => ({
    ...row,
    subject_id: 'BACKWARDS-1',
    onset_date: started,
    entered_date: written,
  })),
  budget: ['ONE-SITE', 'NOTHING-PLANNED'].map((study_id) => ({
    study_id,
    budget_version: '1',
    cost_category: 'site_fees',
    period: '2025-04',
    amount: 0,
    currency: 'EUR',
    approved_date: '2025-01-01',
  })),
};

const csvOf = (rows: readonly Row[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

const root = mkdtempSync(join(tmpdir(), 'portolan-bad-input-'));
const home = join(root, 'home');
const viewer = { ...viewerFor('finance', 'test'), classes: [...classes] };
let door: Door;

beforeAll(async () => {
  await mkdir(join(home, 'sources'), { recursive: true });
  await mkdir(join(root, 'drop'));
  const files = Object.keys(deliveries).map(
    (feed) =>
      `  - { name: ${feed}, match: { file: "${feed}.csv" }, feed: ${feed}, mode: snapshot }`,
  );
  await writeFile(
    join(home, 'sources/hostile.yaml'),
    `profile: hostile\ndescription: what goes wrong\nfiles:\n${files.join('\n')}\n`,
  );
  for (const [feed, rows] of Object.entries(deliveries))
    await writeFile(join(root, 'drop', `${feed}.csv`), csvOf(rows));
  const { files: outcomes } = await ingest({
    home,
    paths: [join(root, 'drop')],
    receivedAt: '2026-03-31T22:00:00Z',
  });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(outcomes.map(() => 'loaded'));
  await build({ home, modelsDir });
  door = await openDoor(home);
}, 600_000);

afterAll(async () => {
  await door?.close();
  rmSync(root, { recursive: true, force: true });
});

/** Metrics by the dimensions that they must be cut by, and by study where they can be. */
async function cuts(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { name, requires = [], dimensions } of await door.metrics(viewer))
    for (const by of [requires, ['study', ...requires]]) {
      if (!by.every((one) => dimensions.includes(one))) continue;
      const cut = [...new Set(by)].join(' ');
      found.set(cut, [...(found.get(cut) ?? []), name]);
    }
  return found;
}

const isSayable = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' && !/nan|infinity/i.test(value);

test('every metric has a value that can be said, or a reason, on any day', async () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const [cut, metrics] of await cuts())
    for (const asOf of ['2020-01-31', '2025-04-30', '2026-03-31'])
      for (let at = 0; at < metrics.length; at += 40) {
        const names = metrics.slice(at, at + 40);
        const by = cut.split(' ').filter((name) => name !== '');
        const rows = (await door.query({ metrics: names, by, asOf }, viewer)).rows();
        for (const row of rows)
          for (const name of names) {
            seen += 1;
            const value = row[name];
            const isSaid =
              value === null || value === undefined
                ? typeof row[name + reasonSuffix] === 'string'
                : isSayable(value);
            if (!isSaid) wrong.push(`${name} by ${cut} on ${asOf}: ${value}`);
          }
      }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(2000);
}, 600_000);

const noExposure = { enrollment_rate: null, enrollment_rate__not_evaluable: 'zero_denominator' };

test.each([
  [
    'NO-SITES',
    {
      ...{ enrollment_attainment: 0, activation_attainment__not_evaluable: 'zero_denominator' },
      ...{
        enrollment_rate__not_evaluable: 'no_rows',
        site_activation_days__not_evaluable: 'no_rows',
      },
    },
  ],
  [
    'ONE-SITE',
    { enrollment_attainment: 1 / 3, activation_attainment: 1, site_activation_days: 45 },
  ],
  ['NOTHING-PLANNED', { enrollment_attainment__not_evaluable: 'zero_denominator' }],
  [
    'NOTHING-DONE',
    {
      ...{ enrollment_rate: 0, screen_failure_rate__not_evaluable: 'zero_denominator' },
      ...{ dropout_rate__not_evaluable: 'zero_denominator', non_enrolling_sites: 1 },
    },
  ],
  ['FUTURE', { ...noExposure, activation_attainment: 0 }],
  [
    'BACKWARDS',
    {
      ...{ site_activation_days: null, site_activation_days__not_evaluable: 'no_values' },
      ...{ page_entry_days_mean: null, page_entry_days_mean__not_evaluable: 'zero_denominator' },
      ...{ page_entry_days_median: null, serious_event_entry_days_mean: null },
      ...{ serious_event_entry_days_median: null, deviation_report_days_mean: null },
      deviation_report_days_median: null,
    },
  ],
])(
  'what is asked of study %s is a number where there is one, else why there is none',
  async (study, expected) => {
    const metrics = [
      ...['EN01', 'EN03', 'EN05', 'EN07', 'SU02', 'SU11', 'EN02', 'dropout_rate', 'studies'],
      ...['DQ06', 'DQ06.median', 'DQ07', 'DQ07.median', 'PD01', 'PD01.mean'],
    ];
    const where = [{ dimension: 'study', op: '=' as const, values: [study] }];
    const result = await door.query({ metrics, by: ['study'], where }, viewer);
    expect(result.rows()).toEqual([expect.objectContaining(expected)]);
  },
);

test('what does not fit is a finding with a reason and an owner', async () => {
  const columns = ['study_id', 'kind', 'entity', 'detail', 'owner'];
  const result = await door.query({ list: 'data_findings', columns }, viewer);
  const found = result.rows().map(({ study_id, kind, entity }) => `${study_id} ${kind}: ${entity}`);
  expect([...new Set(found)].sort()).toEqual([
    'BACKWARDS activated_before_selection: site',
    'BACKWARDS approved_before_submitted: monitoring_visit',
    'BACKWARDS entered_before_onset: adverse_event',
    'BACKWARDS entered_before_visit: edc_page',
    'BACKWARDS randomized_before_screening: subject',
    'BACKWARDS report_before_visit_end: monitoring_visit',
    'BACKWARDS reported_before_deviation: protocol_deviation',
    'FUTURE event_in_future: site',
    'FUTURE event_in_future: subject',
    'ONE-SITE event_in_future: subject_visit',
    'ONE-SITE missing_fx_rate: contract',
    'ONE-SITE monitoring_plan_without_days: monitoring_plan',
    'ONE-SITE unpriced_event: subject_visit',
    'ONE-SITE visit_out_of_contract: subject_visit',
    'ONE-SITE word_without_meaning: milestone',
  ]);
  expect(result.rows().filter(({ detail, owner }) => !detail || !owner)).toEqual([]);
});
