import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { bindDefinitions, readDefinitions } from '@portolan/query';

/** Marts in the small: two studies, three sites, a site that only EDC knows, and no country for one row. */
export const marts = `
create schema marts;
create table marts.dim_study as select * from (values
  ('S1', 'First', '3', 'Oncology', 'active'), ('S2', 'Second', '2', 'Cardiology', 'planned')
) t(study_id, study_name, phase, therapeutic_area, study_status);
create table marts.dim_country as select * from (values
  ('DE', 'Germany', 'Europe'), ('US', 'United States', 'North America'), ('FR', 'France', 'Europe')
) t(country_code, country_name, region);
create table marts.dim_site as select *, study_id || '|' || site_id as site_key from (values
  ('S1', '001', 'DE', 'Dr Alpha', 'active'), ('S1', '002', 'US', 'Dr Beta', 'active'),
  ('S2', '001', 'FR', 'Dr Gamma', 'selected')
) t(study_id, site_id, country_code, investigator_name, site_status);
create table marts.enrollment_events as
  select study_id, subject_id, site_id, country_code, event_type, cast(event_date as date) as event_date
  from (values
  ('S1', 'P1', '001', 'DE', 'screened', '2026-01-05'), ('S1', 'P1', '001', 'DE', 'enrolled', '2026-01-20'),
  ('S1', 'P2', '001', 'DE', 'screened', '2026-01-31'), ('S1', 'P2', '001', 'DE', 'screen_failed', '2026-02-10'),
  ('S1', 'P3', '002', 'US', 'screened', '2026-02-01'), ('S1', 'P3', '002', 'US', 'enrolled', '2026-02-11'),
  ('S1', 'P4', '999', NULL, 'screened', NULL), ('S2', 'Q1', '001', 'FR', 'screened', '2026-03-01')
) t(study_id, subject_id, site_id, country_code, event_type, event_date);
create table marts.protocol_deviations as select * from (values
  ('S1', 'D1', 'P1', '001', 'DE', true), ('S1', 'D2', 'P2', '001', 'DE', false), ('S1', 'D3', 'P4', '999', NULL, false)
) t(study_id, deviation_id, subject_id, site_id, country_code, is_important);
create table marts.spend as
  select study_id, country_code, cost_category, cast(posting_date as date) as posting_date,
    cast(reporting_amount as decimal(38,4)) as reporting_amount
  from (values
  ('S1', 'DE', 'site', '2026-01-31', '9007199254740993.2501'), ('S1', 'DE', 'site', '2026-02-28', '0.0001'),
  ('S1', 'US', 'cro', '2026-02-28', '-100.5')
) t(study_id, country_code, cost_category, posting_date, reporting_amount);
create table marts.feed_status as select * from (values
  ('site', 'ctms', 2::bigint, timestamp '2026-03-31 22:00:00', 3::bigint, 1::bigint)
) t(feed, source, loads, last_loaded_at, rows_accepted, rows_rejected);
`;

const located = `
    entities:
      - { name: study, type: foreign, expr: study_id }
      - { name: country, type: foreign, expr: country_code }`;

export const metricsYaml = `
semantic_models:
  - name: studies
    model: ref('dim_study')
    entities: [{ name: study, type: primary, expr: study_id }]
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: phase, type: categorical }
      - { name: study_status, type: categorical, label: Status }
    measures: [{ name: study_rows, agg: count, expr: study_id }]
  - name: countries
    model: ref('dim_country')
    entities: [{ name: country, type: primary, expr: country_code }]
    dimensions:
      - { name: country, type: categorical, expr: country_code }
      - { name: region, type: categorical }
  - name: sites
    model: ref('dim_site')
    entities:
      - { name: site, type: primary, expr: site_key }
      - { name: study, type: foreign, expr: study_id }
      - { name: country, type: foreign, expr: country_code }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: country, type: categorical, expr: country_code }
      - { name: site, type: categorical, expr: site_id }
      - { name: investigator, type: categorical, expr: investigator_name }
      - { name: site_status, type: categorical }
    measures: [{ name: site_rows, agg: count, expr: site_key }]
  - name: enrollment_events
    model: ref('enrollment_events')
    defaults: { agg_time_dimension: event_date }
    entities:
      - { name: study, type: foreign, expr: study_id }
      - { name: country, type: foreign, expr: country_code }
      - { name: site, type: foreign, expr: "study_id || '|' || site_id" }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: country, type: categorical, expr: country_code }
      - { name: site, type: categorical, expr: site_id }
      - { name: subject, type: categorical, expr: subject_id, config: { meta: { class: subject_level } } }
      - { name: event_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: screened, agg: count, expr: "case when event_type = 'screened' then 1 end" }
      - { name: failed, agg: count, expr: "case when event_type = 'screen_failed' then 1 end" }
      - { name: enrolled, agg: count, expr: "case when event_type = 'enrolled' then 1 end" }
      - { name: enrolled_day, agg: median, expr: "case when event_type = 'enrolled' then day(event_date) end" }
  - name: protocol_deviations
    model: ref('protocol_deviations')${located}
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: country, type: categorical, expr: country_code }
    measures:
      - { name: deviations, agg: count, expr: deviation_id }
      - { name: important, agg: sum_boolean, expr: is_important }
  - name: spend
    model: ref('spend')
    defaults: { agg_time_dimension: posting_date }${located}
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: country, type: categorical, expr: country_code }
      - { name: cost_category, type: categorical }
      - { name: posting_date, type: time, type_params: { time_granularity: day } }
    measures: [{ name: amount, agg: sum, expr: reporting_amount }]
metrics:
  - { name: studies, type: simple, type_params: { measure: study_rows } }
  - { name: sites, type: simple, type_params: { measure: site_rows } }
  - name: subjects_screened
    label: Subjects screened
    description: Subjects with a screening date.
    type: simple
    type_params: { measure: screened }
    config: { meta: { code: EN00, unit: subjects, format: integer, effective_from: '2026-01-01' } }
  - { name: subjects_screen_failed, type: simple, type_params: { measure: failed } }
  - { name: subjects_enrolled, type: simple, type_params: { measure: enrolled } }
  - { name: median_enrolled_day, type: simple, type_params: { measure: enrolled_day } }
  - name: subjects_with_outcome
    type: derived
    type_params: { expr: failed + enrolled, metrics: [{ name: subjects_screen_failed, alias: failed }, { name: subjects_enrolled, alias: enrolled }] }
  - name: screen_failure_rate
    type: ratio
    type_params: { numerator: subjects_screen_failed, denominator: subjects_with_outcome }
    config: { meta: { code: EN01, format: percent } }
  - { name: protocol_deviations, type: simple, type_params: { measure: deviations } }
  - { name: important_deviations, type: simple, type_params: { measure: important } }
  - { name: spend_actual, type: simple, type_params: { measure: amount }, config: { meta: { unit: EUR, class: commercial } } }
  - { name: spend_per_subject, type: ratio, type_params: { numerator: spend_actual, denominator: subjects_enrolled } }
`;

export interface Published {
  home: string;
  remove(): Promise<void>;
}

/** Publishes a build made of inline SQL and YAML in a new home directory. */
export async function publish(
  options: { sql?: string; yaml?: string; id?: string; home?: string } = {},
): Promise<Published> {
  const { sql = marts, yaml = metricsYaml, id = 'b1' } = options;
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'portolan-query-')));
  const folder = join(home, 'builds', id);
  const models = join(home, 'models');
  await mkdir(folder, { recursive: true });
  await mkdir(join(models, 'metrics'), { recursive: true });
  await writeFile(join(models, 'metrics', 'metrics.yml'), yaml);
  const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'));
  const connection = await instance.connect();
  try {
    await connection.run(sql);
    const bound = await bindDefinitions(connection, await readDefinitions(models));
    await writeFile(join(folder, 'metrics.json'), JSON.stringify(bound));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const facts = {
    id,
    created_at: '2026-04-01T00:00:00.000Z',
    as_of_date: '2026-03-31',
    as_known_at: null,
    marts: {},
  };
  await writeFile(join(folder, 'build.json'), JSON.stringify(facts));
  await writeFile(join(home, 'current.next'), id);
  await rename(join(home, 'current.next'), join(home, 'current'));
  return { home, remove: () => rm(home, { recursive: true, force: true }) };
}
