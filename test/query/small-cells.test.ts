import { openDoor, type QueryRequest, viewerFor } from '@portolan/query';
import { describe, expect, test } from 'vitest';
import { feedStatus, withDoor } from './with-door.ts';

/** Deviations by site: two of two subjects, six of six, eleven of eight, one of no subject. */
const deviations = [
  ...[1, 2].map((n) => ['1', n, '2026-01-10']),
  ...[3, 4, 5, 6, 7, 8].map((n) => ['2', n, '2026-02-10']),
  ...[9, 10, 11, 12, 13, 14, 15, 16].map((n) => ['3', n, '2026-02-20']),
  ...['2026-01-05', '2026-03-01', '2026-03-02'].map((day) => ['3', 9, day]),
] as const;

const sql = `
create schema marts;
create table marts.protocol_deviations as select * from (values
${deviations.map(([site, n, day]) => `  ('S1', '${site}', 'P${n}', date '${day}', ${Number(n) % 2 === 0}, ${n})`).join(',\n')},
  ('S1', '4', null, date '2026-01-01', true, 7)
) t(study_id, site_id, subject_id, deviation_date, is_important, lag_days);
create table marts.enrollment_events as select * from (values
  ('S1', '1', 'P1', 'withdrawn', 'withdrawal by subject'), ('S1', '2', 'P3', 'withdrawn', 'other')
) t(study_id, site_id, subject_id, event_type, reason);
create table marts.dim_study as select 'S1' as study_id;
create table marts.site_performance as select * from (values
  ('S1', '1', 3, 3, 9, 2.5), ('S1', '2', 20, 3, 0, null), ('S1', '3', 20, 6, 6, 1.5), ('S1', '4', 20, 0, 4, 3.5)
) t(study_id, site_id, screened, protocol_deviations, queries, median_query_days);
${feedStatus}`;

const yaml = `
semantic_models:
  - name: deviations
    model: ref('protocol_deviations')
    defaults: { agg_time_dimension: deviation_date }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: site, type: categorical, expr: site_id }
      - { name: deviation_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: all_of_them, agg: count, expr: 1 }
      - { name: important_ones, agg: sum_boolean, expr: is_important }
      - { name: lag, agg: median, expr: lag_days }
      - { name: lag_total, agg: sum, expr: case when site_id <> '1' then lag_days else 0 end }
      - { name: open_lag, agg: median, expr: lag_days, config: { meta: { censored: not is_important } } }
  - name: deviations_on_a_day
    model: ref('protocol_deviations')
    config: { meta: { evaluated_on: as_of } }
    dimensions:
      - { name: site, type: categorical, expr: site_id }
    measures:
      - { name: so_far, agg: count, expr: case when deviation_date <= as_of then 1 end }
  - name: events
    model: ref('enrollment_events')
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: site, type: categorical, expr: site_id }
    measures:
      - { name: left, agg: count, expr: case when event_type = 'withdrawn' then 1 end }
      - { name: left_by_wish, agg: count, expr: case when reason = 'withdrawal by subject' then 1 end }
  - name: studies
    model: ref('dim_study')
    dimensions: [{ name: study, type: categorical, expr: study_id }]
    measures: [{ name: study_rows, agg: count, expr: study_id }]
metrics:
  - { name: deviations, type: simple, type_params: { measure: all_of_them } }
  - { name: important, type: simple, type_params: { measure: important_ones } }
  - { name: median_lag, type: simple, type_params: { measure: lag } }
  - { name: total_lag, type: simple, type_params: { measure: { name: lag_total, fill_nulls_with: 0 } } }
  - { name: survival_lag, type: simple, type_params: { measure: open_lag } }
  - { name: deviations_so_far, type: simple, type_params: { measure: so_far } }
  - { name: withdrawn, type: simple, type_params: { measure: left } }
  - { name: withdrawn_by_wish, type: simple, type_params: { measure: left_by_wish } }
  - { name: studies, type: simple, type_params: { measure: study_rows } }
  - { name: important_share, type: ratio, type_params: { numerator: important, denominator: deviations } }
  - name: unimportant
    type: derived
    type_params: { expr: "coalesce(a, 0) - coalesce(b, 0)", metrics: [{ name: deviations, alias: a }, { name: important, alias: b }] }
`;

const { door, home, ask: askAs } = withDoor({ sql, yaml });

const ask = (request: QueryRequest, role = 'leadership') => askAs(request, role);

const gone = (metric: string) => ({ [metric]: null, [`${metric}__not_evaluable`]: 'suppressed' });

describe('a number that rests on few subjects', () => {
  test('is left out with its reason for who may not see subjects, and shown to who may', async () => {
    const request = { metrics: ['deviations'], where: [site('1')] };
    expect(await ask(request)).toEqual([gone('deviations')]);
    expect(await ask(request, 'feasibility')).toEqual([gone('deviations')]);
    expect(await ask(request, 'finance')).toEqual([{ deviations: 2 }]);
  });

  test('counts subjects, not rows: one of four deviations is one subject', async () => {
    const march = { dimension: 'metric_time', op: '=' as const, values: ['2026-03'] };
    expect(await ask({ metrics: ['deviations'], where: [march] })).toEqual([gone('deviations')]);
  });

  test('is left out of medians, sums, estimates and states as of counts', async () => {
    const metrics = ['median_lag', 'survival_lag', 'deviations_so_far', 'important'];
    expect(await ask({ metrics, where: [site('1')] })).toEqual([
      Object.assign({}, ...metrics.map(gone)),
    ]);
    expect(await ask({ metrics, where: [site('3')] })).toEqual([
      { median_lag: 11, survival_lag: 14, deviations_so_far: 11, ...gone('important') },
    ]);
  });

  test('is left out of every metric that is made from it, even where nothing is filled in', async () => {
    const metrics = ['important_share', 'unimportant'];
    expect(await ask({ metrics, where: [site('1')] })).toEqual([
      { ...gone('important_share'), ...gone('unimportant') },
    ]);
  });

  test('a zero stays a zero, and what is of no subject is shown', async () => {
    expect(await ask({ metrics: ['total_lag'], where: [site('1')] })).toEqual([{ total_lag: 0 }]);
    expect(await ask({ metrics: ['deviations'], where: [site('4')] })).toEqual([{ deviations: 1 }]);
    expect(await ask({ metrics: ['deviations'], where: [site('9')] })).toEqual([{ deviations: 0 }]);
  });
});

describe('what would tell it', () => {
  test('the smallest of the others goes along, so that a total does not tell it', async () => {
    expect(await ask({ metrics: ['deviations', 'studies'], by: ['study'] })).toEqual([
      { study: 'S1', deviations: 20, studies: 1 },
    ]);
    expect(await ask({ metrics: ['deviations'], by: ['study', 'site'] })).toEqual([
      { study: 'S1', site: '1', ...gone('deviations') },
      { study: 'S1', site: '2', ...gone('deviations') },
      { study: 'S1', site: '3', deviations: 11 },
      { study: 'S1', site: '4', deviations: 1 },
    ]);
  });

  test('a median adds up to nothing, so that only the small one goes', async () => {
    expect(await ask({ metrics: ['median_lag'], by: ['site'] })).toMatchObject([
      gone('median_lag'),
      { site: '2', median_lag: 5.5 },
      { site: '3', median_lag: 11 },
      { site: '4', median_lag: 7 },
    ]);
  });

  test('a comparison leaves out what the period before leaves out', async () => {
    const request = {
      ...{ metrics: ['deviations'], by: ['month'], compare: ['previous' as const] },
      where: [{ dimension: 'metric_time', op: '=' as const, values: ['2026-02', '2026-03'] }],
    };
    expect(await ask(request)).toMatchObject([
      { month: '2026-02-01', ...gone('deviations__previous') },
      { month: '2026-03-01', ...gone('deviations') },
    ]);
  });

  test('it is not told by the order of rows either', async () => {
    const order = [{ column: 'median_lag', desc: false }];
    const rows = await ask({ metrics: ['median_lag'], by: ['site'], order });
    expect(rows.map((row) => row.site)).toEqual(['2', '4', '3', '1']);
  });
});

describe('recruitment', () => {
  test('who came and left is counted for everybody, why somebody left is not', async () => {
    const metrics = ['withdrawn', 'withdrawn_by_wish'];
    expect(await ask({ metrics, where: [site('1')] })).toEqual([
      { withdrawn: 1, ...gone('withdrawn_by_wish') },
    ]);
  });

  test('rows of sites leave out what was observed of few subjects, or few times', async () => {
    const columns = ['site_id', 'screened', 'protocol_deviations', 'median_query_days'];
    const request: QueryRequest = {
      list: 'site_performance',
      columns,
      order: [{ column: 'site_id' }],
    };
    expect(await ask(request)).toEqual([
      { site_id: '1', screened: 3, ...gone('protocol_deviations'), ...gone('median_query_days') },
      { site_id: '2', screened: 20, ...gone('protocol_deviations'), median_query_days: null },
      { site_id: '3', screened: 20, protocol_deviations: 6, median_query_days: '1.5' },
      { site_id: '4', screened: 20, protocol_deviations: 0, ...gone('median_query_days') },
    ]);
    const where = [{ dimension: 'protocol_deviations', op: '=' as const, values: ['3'] }];
    expect(await ask({ ...request, where })).toEqual([]);
    expect(await ask({ ...request, where }, 'finance')).toHaveLength(2);
  });
});

test('every form of an answer says that it was left out', async () => {
  const request = { metrics: ['deviations'], where: [site('1')] };
  const result = await door().query(request, viewerFor('leadership', 'test'));
  expect(result.toCsv()).toBe('deviations,deviations__not_evaluable\r\n,suppressed\r\n');
  expect(result.toJson()).toBe('[{"deviations":null,"deviations__not_evaluable":"suppressed"}]');
});

describe('the smallest cell', () => {
  test('is set by whoever opens the door, or by the environment', async () => {
    const request = { metrics: ['deviations'], where: [site('1')] };
    const viewer = viewerFor('leadership', 'test');
    const open = await openDoor(home(), { smallestCell: 2 });
    expect((await open.query(request, viewer)).rows()).toEqual([{ deviations: 2 }]);
    expect(await open.fingerprint(request, viewer)).not.toBe(
      await door().fingerprint(request, viewer),
    );
    await open.close();
    process.env.PORTOLAN_SMALLEST_CELL = '1';
    try {
      const all = await openDoor(home());
      expect((await all.query(request, viewer)).rows()).toEqual([{ deviations: 2 }]);
      await all.close();
      process.env.PORTOLAN_SMALLEST_CELL = 'few';
      await expect(openDoor(home())).rejects.toMatchObject({ code: 'SETTING_INVALID' });
    } finally {
      delete process.env.PORTOLAN_SMALLEST_CELL;
    }
  });
});

function site(id: string) {
  return { dimension: 'site', op: '=' as const, values: [id] };
}
