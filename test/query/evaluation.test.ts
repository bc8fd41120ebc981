import { describe, expect, test } from 'vitest';
import { withDoor } from './with-door.ts';

const sql = `
create schema marts;
create table marts.visits as select * from (values
  ('S1', date '2025-12-31', date '2025-12-10', date '2026-01-14'),
  ('S1', date '2026-01-01', date '2026-01-05', null),
  ('S1', date '2026-02-10', date '2026-02-11', date '2026-03-05'),
  ('S2', date '2026-02-27', null, null)
) t(study_id, planned_date, held_date, closed_date);
create table marts.old_visits as select * from (values (date '1900-01-01'), (date '2026-02-01')) t(planned_date);
create table marts.events as select * from (values
  ('S1', 'a', date '2025-12-15', 3), ('S1', 'b', date '2026-01-20', 4), ('S1', 'a', date '2026-03-02', 5),
  ('S2', 'c', date '2026-02-28', 7)
) t(study_id, subject_id, event_date, points);
`;

const yaml = `
semantic_models:
  - name: visits
    model: ref('visits')
    config: { meta: { evaluated_on: as_of } }
    defaults: { agg_time_dimension: planned_date }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: planned_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: open, agg: count, expr: case when held_date <= as_of and (closed_date is null or closed_date > as_of) then 1 end }
      - { name: due, agg: count, expr: case when planned_date <= as_of then 1 end }
      - { name: open_days, agg: percentile, agg_params: { percentile: 0.9 }, expr: "case when held_date <= as_of and (closed_date is null or closed_date > as_of) then as_of - held_date end" }
      - name: days_to_close
        agg: median
        expr: case when held_date <= as_of then least(coalesce(closed_date, as_of), as_of) - held_date end
        config: { meta: { censored: closed_date is null or closed_date > as_of } }
      - name: half_held
        agg: percentile
        agg_params: { percentile: 0.5, use_discrete_percentile: true }
        expr: least(coalesce(held_date, as_of), as_of)
        config: { meta: { censored: held_date is null or held_date > as_of } }
  - name: old_visits
    model: ref('old_visits')
    config: { meta: { evaluated_on: as_of } }
    defaults: { agg_time_dimension: planned_date }
    dimensions:
      - { name: planned_date, type: time, type_params: { time_granularity: day } }
    measures: [{ name: old, agg: count, expr: case when planned_date <= as_of then 1 end }]
  - name: events
    model: ref('events')
    defaults: { agg_time_dimension: event_date }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: event_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: points, agg: sum, expr: points }
      - { name: subjects, agg: count_distinct, expr: subject_id }
metrics:
  - { name: open_visits, type: simple, type_params: { measure: open } }
  - { name: due_visits, type: simple, type_params: { measure: due } }
  - { name: open_share, type: ratio, type_params: { numerator: open_visits, denominator: due_visits } }
  - { name: open_days_p90, type: simple, type_params: { measure: open_days } }
  - { name: close_days, type: simple, type_params: { measure: days_to_close } }
  - { name: half_held_on, type: simple, type_params: { measure: half_held } }
  - { name: points, type: simple, type_params: { measure: points } }
  - { name: old_visits, type: simple, type_params: { measure: old } }
  - name: visits_per_nothing
    type: derived
    type_params: { expr: open / (due - due), metrics: [{ name: open_visits, alias: open }, { name: due_visits, alias: due }] }
  - name: more_of_it
    type: derived
    type_params: { expr: 1 / one, metrics: [{ name: visits_per_nothing, alias: one }] }
  - { name: points_to_date, type: cumulative, type_params: { measure: points } }
  - { name: points_recent, type: cumulative, type_params: { measure: points, cumulative_type_params: { window: 45 days } } }
  - { name: points_this_quarter, type: cumulative, type_params: { measure: points, cumulative_type_params: { grain_to_date: quarter } } }
  - { name: subjects_to_date, type: cumulative, type_params: { measure: subjects } }
`;

const { ask } = withDoor({ sql, yaml });

describe('the state of things', () => {
  test('is that of the day of the data, of a day that is asked for, and of no later one', async () => {
    const metrics = ['open_visits', 'due_visits'];
    expect(await ask({ metrics })).toMatchObject([{ open_visits: 1, due_visits: 4 }]);
    expect(await ask({ metrics, asOf: '2026-01-13' })).toMatchObject([
      { open_visits: 2, due_visits: 2 },
    ]);
    expect(await ask({ metrics, asOf: '2030' })).toEqual(await ask({ metrics }));
  });

  test('is that of the end of each period, of the first as of the last', async () => {
    const request = { metrics: ['open_visits', 'due_visits'], by: ['month'] };
    expect(await ask(request)).toEqual([
      { month: '2025-12-01', open_visits: 1, due_visits: 1 },
      { month: '2026-01-01', open_visits: 1, due_visits: 2 },
      { month: '2026-02-01', open_visits: 2, due_visits: 4 },
      { month: '2026-03-01', open_visits: 1, due_visits: 4 },
    ]);
    const early = await ask({ ...request, asOf: '2026-01-13' });
    expect(early.map(({ open_visits }) => open_visits)).toEqual([1, 2]);
    const later = { dimension: 'metric_time', op: '>=' as const, values: ['2026-02'] };
    expect((await ask({ ...request, where: [later] })).map(({ month }) => month)).toEqual([
      '2026-02-01',
      '2026-03-01',
    ]);
  });

  test('a filter on time sets the day where nothing is cut by time', async () => {
    const until = (op: '<=' | '<' | '=' | 'in', ...values: string[]) =>
      ask({ metrics: ['due_visits'], where: [{ dimension: 'metric_time', op, values }] });
    expect(await until('<=', '2026-01')).toMatchObject([{ due_visits: 2 }]);
    expect(await until('<', '2026-01')).toMatchObject([{ due_visits: 1 }]);
    expect(await until('=', '2026-02-10')).toMatchObject([{ due_visits: 3 }]);
    expect(await until('in', '2025', '2026-02')).toMatchObject([{ due_visits: 4 }]);
    const quarter = [{ dimension: 'quarter', op: '=' as const, values: ['2026-01-01'] }];
    expect(await ask({ metrics: ['due_visits'], where: quarter })).toMatchObject([
      { due_visits: 4 },
    ]);
  });

  test('is that of the last day asked for in its own period, and of no day that has not come', async () => {
    const request = { metrics: ['due_visits'], by: ['month'] };
    const until = (op: '<=' | '>=' | '>', ...values: string[]) => ({
      dimension: 'metric_time',
      op,
      values,
    });
    expect(await ask({ ...request, where: [until('<=', '2026-01-13')] })).toEqual([
      { month: '2025-12-01', due_visits: 1 },
      { month: '2026-01-01', due_visits: 2 },
    ]);
    const future = [until('>=', '2026-04')];
    expect(await ask({ metrics: ['due_visits'], by: ['study'], where: future })).toEqual([]);
    expect(await ask({ metrics: ['due_visits'], where: future })).toEqual([{ due_visits: 0 }]);
    expect(await ask({ metrics: ['due_visits'], where: [until('>', '2026-03-30')] })).toEqual([
      { due_visits: 4 },
    ]);
    const some = [{ dimension: 'month', op: 'in' as const, values: ['2025-12', '2027-01'] }];
    expect(await ask({ metrics: ['due_visits'], where: some })).toEqual([{ due_visits: 1 }]);
  });

  test('by day has the days that are asked for, and is refused where there are too many', async () => {
    const request = { metrics: ['old_visits'], by: ['day'] };
    await expect(ask(request)).rejects.toMatchObject({
      code: 'QUERY_TOO_MANY_PERIODS',
      hint: expect.stringContaining('metric_time'),
    });
    const march = { dimension: 'metric_time', op: '>=' as const, values: ['2026-03-30'] };
    expect(await ask({ ...request, where: [march] })).toEqual([
      { day: '2026-03-30', old_visits: 2 },
      { day: '2026-03-31', old_visits: 2 },
    ]);
    expect(await ask({ metrics: ['old_visits'], by: ['year'] })).toHaveLength(127);
  });

  test('a value that is no number is none', async () => {
    expect(await ask({ metrics: ['visits_per_nothing', 'more_of_it'] })).toEqual([
      {
        visits_per_nothing: null,
        visits_per_nothing__not_evaluable: 'undefined',
        more_of_it: null,
        more_of_it__not_evaluable: 'undefined',
      },
    ]);
  });

  test('ratios and percentiles are of the day, and say why there is none', async () => {
    const metrics = ['open_share', 'open_days_p90'];
    const [january] = await ask({ metrics, asOf: '2026-01-13' });
    expect(january).toEqual({ open_share: 1, open_days_p90: 34 * 0.9 + 8 * 0.1 });
    const [before] = await ask({ metrics, asOf: '2025-01-01' });
    expect(before).toEqual({
      open_share: null,
      open_share__not_evaluable: 'zero_denominator',
      open_days_p90: null,
      open_days_p90__not_evaluable: 'no_values',
    });
  });
});

describe('what has not ended', () => {
  test('is censored on the day', async () => {
    const byStudy = await ask({ metrics: ['close_days', 'half_held_on'], by: ['study'] });
    expect(byStudy).toEqual([
      { study: 'S1', close_days: 35, half_held_on: '2026-01-05' },
      {
        study: 'S2',
        close_days: null,
        close_days__not_evaluable: 'no_values',
        half_held_on: null,
        half_held_on__not_evaluable: 'not_reached',
      },
    ]);
    const [early] = await ask({ metrics: ['close_days'], asOf: '2026-01-10' });
    expect(early).toEqual({ close_days: null, close_days__not_evaluable: 'not_reached' });
    const none = { dimension: 'study', op: '=' as const, values: ['S9'] };
    expect(await ask({ metrics: ['close_days'], where: [none] })).toEqual([
      { close_days: null, close_days__not_evaluable: 'no_rows' },
    ]);
  });
});

describe('cumulative metrics', () => {
  test('add up what came up to the end of each period, whether or not something came in it', async () => {
    const metrics = ['points', 'points_to_date', 'points_recent', 'points_this_quarter'];
    expect(await ask({ metrics: [...metrics, 'subjects_to_date'], by: ['month'] })).toMatchObject([
      {
        points: 3,
        points_to_date: 3,
        points_recent: 3,
        points_this_quarter: 3,
        subjects_to_date: 1,
      },
      {
        points: 4,
        points_to_date: 7,
        points_recent: 4,
        points_this_quarter: 4,
        subjects_to_date: 2,
      },
      {
        points: 7,
        points_to_date: 14,
        points_recent: 11,
        points_this_quarter: 11,
        subjects_to_date: 3,
      },
      {
        points: 5,
        points_to_date: 19,
        points_recent: 12,
        points_this_quarter: 16,
        subjects_to_date: 3,
      },
    ]);
  });

  test('a group for which nothing came yet has a row', async () => {
    const request = { metrics: ['points_to_date'], by: ['study'], asOf: '2026-01-31' };
    expect(await ask(request)).toEqual([
      { study: 'S1', points_to_date: 7 },
      { study: 'S2', points_to_date: null, points_to_date__not_evaluable: 'no_values' },
    ]);
  });
});
