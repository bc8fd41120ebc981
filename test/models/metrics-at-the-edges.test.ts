import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDoor, type QueryRequest, viewerFor } from '@portolan/query';
import { expect, test } from 'vitest';
import { publish } from '../query/portfolio.ts';
import { modelsDir } from './project.ts';

/** Answers of the metrics of one file over marts in the small. */
async function answers(file: string, sql: string, request: QueryRequest): Promise<unknown[]> {
  const yaml = await readFile(join(modelsDir, 'metrics', file), 'utf8');
  const published = await publish({ sql: `create schema marts; ${sql}`, yaml });
  const door = await openDoor(published.home);
  try {
    return (await door.query(request, viewerFor('finance', 'test'))).rows();
  } finally {
    await door.close();
    await published.remove();
  }
}

/** A mart of rows that name some of its columns; the others are empty. */
function mart(name: string, columns: string, rows: readonly Record<string, unknown>[]): string {
  const values = rows.map((row) => {
    const entries = Object.entries(row);
    const names = entries.map(([column]) => column).join(', ');
    const literals = entries.map(([, value]) =>
      typeof value === 'string' ? `'${value}'` : String(value),
    );
    return `insert into marts.${name} (${names}) values (${literals.join(', ')});`;
  });
  return `create table marts.${name} (${columns}); ${values.join(' ')}`;
}

const dates = (...names: readonly string[]): string =>
  names.map((name) => `${name}_date date`).join(', ');

test('a limit whose expected share is none, all or no share has no score, and leaves those of others', async () => {
  const rows = await answers(
    'quality_tolerance_limits.yml',
    `create table marts.tolerance_limits as select * from (values
       ('S1', 'missed_visit', 0.02, 0.05), ('S2', 'missed_visit', 0, 0.05), ('S3', 'missed_visit', 1, 1),
       ('S4', 'missed_visit', 12, 15)
     ) t(study_id, parameter, expected_share, limit_share)
     cross join (select date '2025-01-01' as valid_from, null::date as valid_to);
     create table marts.tolerance_observations as
       select 'S' || study as study_id, 'missed_visit' as parameter, visit::varchar as observation_id, 'DE' as country_code, 'a' as site_id,
         date '2026-01-10' as observed_date, case when visit <= 4 then date '2026-01-10' end as event_date
       from range(1, 5) studies(study), range(100) visits(visit);
     create table marts.tolerance_evaluations as select * from (values
       ('S1', 'missed_visit', false, date '2026-01-10', null::date)
     ) t(study_id, parameter, is_breached, evaluated_date, decided_date)`,
    { metrics: ['tolerance_missed_visit_score'], by: ['study'] },
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      {
        "study": "S1",
        "tolerance_missed_visit_score": 2.142857142857143,
      },
      {
        "study": "S2",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
      {
        "study": "S3",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
      {
        "study": "S4",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
    ]
  `);
});

test('only selected sites can fail to be activated, and no subject comes before the protocol', async () => {
  const place = 'study_id varchar, country_code varchar, site_id varchar';
  const stages = [
    'site_identified',
    'cda_sent',
    'cda_executed',
    'feasibility_sent',
    'feasibility_returned',
    'psv',
  ];
  const later = [
    'site_selected',
    'contract_draft_sent',
    'contract_executed',
    'ec_submitted',
    'ec_approved',
  ];
  const ends = [
    'site_activated',
    'first_subject_enrolled',
    'planned_activation',
    'closed',
    'cancelled',
  ];
  const sites = `${place}, is_selected boolean, delayed_after_date date, ${dates(...stages, ...later, ...ends, 'study_first_enrolled')}`;
  const cancelled = { study_id: 'S1', is_selected: true, cancelled_date: '2026-02-01' };
  const rows = await answers(
    'start_up.yml',
    [
      mart('site_activation', sites, [
        { ...cancelled, site_id: 'a', site_selected_date: '2026-01-01' },
        { ...cancelled, site_id: 'b' },
      ]),
      mart(
        'country_start_up',
        `${place}, ${dates('ec_submitted', 'ec_approved', 'ra_submitted', 'ra_approved')}`,
        [],
      ),
      mart(
        'study_start_up',
        `study_id varchar, days_to_first_enrolled bigint, ${dates('first_enrolled', 'protocol_final')}`,
        [
          {
            study_id: 'S1',
            days_to_first_enrolled: 10,
            first_enrolled_date: '2026-01-11',
            protocol_final_date: '2026-01-01',
          },
          {
            study_id: 'S2',
            days_to_first_enrolled: -10,
            first_enrolled_date: '2026-01-01',
            protocol_final_date: '2026-01-11',
          },
        ],
      ),
    ].join('; '),
    { metrics: ['days_to_first_subject_of_study', 'never_activated_sites'], by: ['study'] },
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      {
        "days_to_first_subject_of_study": 10,
        "never_activated_sites": 1,
        "study": "S1",
      },
      {
        "days_to_first_subject_of_study": null,
        "days_to_first_subject_of_study__not_evaluable": "no_values",
        "never_activated_sites": 0,
        "study": "S2",
      },
    ]
  `);
});

test('documents count by days that are known, checks by results that are, items until they are withdrawn', async () => {
  const place =
    'study_id varchar, country_code varchar, site_id varchar, document_level varchar, artifact_number varchar, milestone varchar, filing_class varchar';
  const item = {
    study_id: 'S1',
    is_required: true,
    due_date: '2026-01-10',
    event_date: '2026-01-01',
  };
  const document = { study_id: 'S1', filed_date: '2026-01-20', first_check_date: '2026-01-20' };
  const rows = await answers(
    'trial_master_file.yml',
    [
      mart(
        'expected_documents',
        `${place}, gap varchar, is_required boolean, ${dates('event', 'due', 'satisfied', 'withdrawn')}`,
        [item, { ...item, withdrawn_date: '2026-02-15' }],
      ),
      mart(
        'documents',
        `${place}, artifact_name varchar, document_status varchar, expected_document_id varchar, is_first_check_passed boolean, ${dates('filed', 'due', 'first_check', 'expiry', 'renewed', 'site_closed')}`,
        [
          { ...document, due_date: '2026-01-20', is_first_check_passed: true },
          { ...document, due_date: '2026-01-19', is_first_check_passed: false },
          { ...document, expected_document_id: 'to_come' },
          document,
        ],
      ),
    ].join('; '),
    {
      metrics: [
        'expected_documents_due',
        'documents_filed',
        'documents_filed_in_time',
        'tmf_quality',
      ],
      by: ['metric_time__month'],
      where: [
        { dimension: 'metric_time', op: '>=', values: ['2026-01-01'] },
        { dimension: 'metric_time', op: '<=', values: ['2026-02-28'] },
      ],
    },
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      {
        "documents_filed": 3,
        "documents_filed_in_time": 2,
        "expected_documents_due": 2,
        "metric_time__month": "2026-01-01",
        "tmf_quality": 0.5,
      },
      {
        "documents_filed": 3,
        "documents_filed_in_time": 2,
        "expected_documents_due": 1,
        "metric_time__month": "2026-02-01",
        "tmf_quality": 0.5,
      },
    ]
  `);
});

test('the need for monitors is told where every plan tells it, and is never short of a country', async () => {
  const place = 'study_id varchar, country_code varchar, site_id varchar';
  const valid = 'valid_from date, valid_to date';
  const need = { study_id: 'S1', capacity_month: '2026-02', valid_from: '2026-01-01' };
  const rows = await answers(
    'resources.yml',
    [
      mart(
        'staff_months',
        'country_code varchar, person_id varchar, is_monitor boolean, month_end_date date, next_month_end_date date, site_hours decimal(38,10), contracted_hours decimal(38,10), employed_days bigint, month_days bigint',
        [
          {
            month_end_date: '2026-01-31',
            next_month_end_date: '2026-02-28',
            is_monitor: true,
            site_hours: 50,
            contracted_hours: 100,
            employed_days: 31,
            month_days: 31,
          },
          {
            month_end_date: '2026-01-31',
            next_month_end_date: '2026-02-28',
            is_monitor: true,
            site_hours: 50,
          },
        ],
      ),
      mart('monitor_workload', `${place}, work_type varchar, person_id varchar, ${valid}`, []),
      mart(
        'monitor_capacity',
        `study_id varchar, country_code varchar, capacity_month varchar, required_fte decimal(38,15), assigned_fte decimal(38,15), ${valid}`,
        [
          { ...need, country_code: 'DE', required_fte: 2, assigned_fte: 0.5 },
          { ...need, country_code: 'FR', assigned_fte: 0.5 },
          { ...need, country_code: 'FR', assigned_fte: 0.5, valid_to: '2026-01-01' },
        ],
      ),
    ].join('; '),
    {
      metrics: ['monitors_required_ahead', 'monitor_gap', 'monitor_utilisation'],
      by: ['country'],
      asOf: '2026-02-10',
    },
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      {
        "country": "DE",
        "monitor_gap": "1.500000000000000",
        "monitor_utilisation": null,
        "monitor_utilisation__not_evaluable": "zero_denominator",
        "monitors_required_ahead": "2.000000000000000",
      },
      {
        "country": "FR",
        "monitor_gap": null,
        "monitor_gap__not_evaluable": "no_country_plan",
        "monitor_utilisation": null,
        "monitor_utilisation__not_evaluable": "zero_denominator",
        "monitors_required_ahead": null,
        "monitors_required_ahead__not_evaluable": "no_country_plan",
      },
      {
        "country": null,
        "monitor_gap": null,
        "monitor_gap__not_evaluable": "no_rows",
        "monitor_utilisation": 0.5,
        "monitors_required_ahead": null,
        "monitors_required_ahead__not_evaluable": "no_rows",
      },
    ]
  `);
});
