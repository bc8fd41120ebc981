import { type QueryRequest, viewerFor } from '@portolan/query';
import { expect, test } from 'vitest';
import { feedStatus, withDoor } from './with-door.ts';

const sql = `
create schema marts;
create table marts.events as select * from (values
  ('S1', date '2026-01-20', 1), ('S1', date '2026-02-10', 2), ('S1', date '2026-03-15', 4),
  ('S2', date '2026-03-20', 8)
) t(study_id, event_date, points);
create table marts.plans as select * from (values
  ('S1', date '2026-01-31', 3, 2), ('S1', date '2026-03-31', 5, 6), ('S2', date '2026-02-28', 7, 7)
) t(study_id, plan_date, planned, first_planned);
${feedStatus}`;

const yaml = `
semantic_models:
  - name: events
    model: ref('events')
    defaults: { agg_time_dimension: event_date }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: event_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: points, agg: sum, expr: points }
      - { name: event_count, agg: count, expr: 1 }
  - name: plans
    model: ref('plans')
    defaults: { agg_time_dimension: plan_date }
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: plan_date, type: time, type_params: { time_granularity: day } }
    measures:
      - { name: planned, agg: sum, expr: planned }
      - { name: first_planned, agg: sum, expr: first_planned }
metrics:
  - name: points
    label: Points
    type: simple
    type_params: { measure: points }
    config: { meta: { plan: planned, baseline: first_planned } }
  - { name: events, type: simple, type_params: { measure: event_count } }
  - { name: points_to_date, type: cumulative, type_params: { measure: points } }
  - { name: planned, type: simple, type_params: { measure: planned } }
  - { name: first_planned, type: simple, type_params: { measure: first_planned } }
`;

const { door, ask } = withDoor({ sql, yaml });

test('a plan and a baseline stand beside what they are of', async () => {
  const request = { metrics: ['points'], by: ['study'], compare: ['plan', 'baseline'] as const };
  expect(await ask({ ...request, compare: [...request.compare] })).toEqual([
    { study: 'S1', points: 7, points__plan: 8, points__baseline: 8 },
    { study: 'S2', points: 8, points__plan: 7, points__baseline: 7 },
  ]);
  const result = await door().query(
    { metrics: ['points'], compare: ['plan'] },
    viewerFor('finance', 'test'),
  );
  expect(result.columns.map(({ name, label }) => [name, label])).toEqual([
    ['points', 'Points'],
    ['points__plan', 'Points, plan'],
  ]);
});

test('the period before is that of each period, or says that there was nothing', async () => {
  const metrics = ['points', 'points_to_date'];
  expect(await ask({ metrics, by: ['study', 'month'], compare: ['previous'] })).toMatchObject([
    {
      month: '2026-01-01',
      points: 1,
      points__previous: null,
      points__previous__not_evaluable: 'no_rows',
    },
    {
      month: '2026-02-01',
      points: 2,
      points__previous: 1,
      points_to_date: 3,
      points_to_date__previous: 1,
    },
    {
      month: '2026-03-01',
      points: 4,
      points__previous: 2,
      points_to_date: 7,
      points_to_date__previous: 3,
    },
    { study: 'S2', month: '2026-01-01', points: null, points_to_date__previous: null },
    { study: 'S2', month: '2026-02-01', points: null },
    { study: 'S2', month: '2026-03-01', points: 8, points__previous__not_evaluable: 'no_rows' },
  ]);
});

test('a filter on time keeps the period before the first', async () => {
  const where = [{ dimension: 'metric_time', op: '>=' as const, values: ['2026-03'] }];
  const request = { metrics: ['points'], by: ['month'], where, compare: ['previous' as const] };
  expect(await ask(request)).toEqual([{ month: '2026-03-01', points: 12, points__previous: 2 }]);
});

test('without periods it is everything up to a month earlier, or as many days before the first', async () => {
  const compare = ['previous' as const];
  expect(await ask({ metrics: ['points'], compare })).toEqual([
    { points: 15, points__previous: 3 },
  ]);
  expect(await ask({ metrics: ['points_to_date'], asOf: '2026-03-15', compare })).toEqual([
    { points_to_date: 7, points_to_date__previous: 3 },
  ]);
  const where = [{ dimension: 'metric_time', op: '=' as const, values: ['2026-03'] }];
  expect(await ask({ metrics: ['points'], where, compare })).toEqual([
    { points: 12, points__previous: 2 },
  ]);
  const days = [
    { dimension: 'metric_time', op: '>=' as const, values: ['2026-02-10'] },
    { dimension: 'metric_time', op: '<=' as const, values: ['2026-03-02'] },
  ];
  expect(await ask({ metrics: ['points'], where: days, compare })).toEqual([
    { points: 2, points__previous: 1 },
  ]);
});

test('a count of nothing before is none, and a group of the period before only stands beside nothing now', async () => {
  const request = { metrics: ['events', 'points'], compare: ['previous' as const] };
  const march = { dimension: 'metric_time', op: '>=' as const, values: ['2026-03'] };
  expect(await ask({ ...request, by: ['study'], where: [march] })).toEqual([
    { study: 'S1', events: 1, events__previous: 1, points: 4, points__previous: 2 },
    {
      ...{ study: 'S2', events: 1, events__previous: 0, points: 8 },
      ...{ points__previous: null, points__previous__not_evaluable: 'no_rows' },
    },
  ]);
  const late = { dimension: 'metric_time', op: '>=' as const, values: ['2026-03-18'] };
  expect(await ask({ ...request, by: ['study'], where: [late] })).toMatchObject([
    { study: 'S1', events: 0, events__previous: 1, points: null, points__not_evaluable: 'no_rows' },
    { study: 'S2', events: 1, events__previous: 0 },
  ]);
  const byMonth = await ask({ ...request, by: ['year', 'month', 'study'] });
  expect(
    byMonth.map(({ year, month, study, events, events__previous }) => [
      year,
      month,
      study,
      events,
      events__previous,
    ]),
  ).toEqual([
    ['2026-01-01', '2026-01-01', 'S1', 1, 0],
    ['2026-01-01', '2026-02-01', 'S1', 1, 1],
    ['2026-01-01', '2026-03-01', 'S1', 1, 1],
    ['2026-01-01', '2026-03-01', 'S2', 1, 0],
  ]);
});

test('a period that begins after a day ends the one before on that day', async () => {
  const after = (...days: string[]) =>
    ask({
      metrics: ['points'],
      where: days.map((day) => ({ dimension: 'metric_time', op: '>' as const, values: [day] })),
      compare: ['previous'],
    });
  expect(await after('2026-03-14')).toEqual([
    { points: 12, points__previous: null, points__previous__not_evaluable: 'no_rows' },
  ]);
  expect(await after('2026-02')).toEqual([{ points: 12, points__previous: 2 }]);
  expect(await after('2025', '2026-02')).toEqual([{ points: 12, points__previous: 2 }]);
});

test('what is compared can be ordered by, and limited', async () => {
  const request = {
    ...{ metrics: ['points'], by: ['study'], compare: ['plan' as const], limit: 1 },
    order: [{ column: 'points__plan', desc: false }],
  };
  expect(await ask(request)).toEqual([{ study: 'S2', points: 8, points__plan: 7 }]);
});

test('a metric without a plan is refused', async () => {
  await expect(ask({ metrics: ['planned'], compare: ['plan'] })).rejects.toMatchObject({
    code: 'QUERY_NOT_COMPARABLE',
    hint: 'These have: points.',
  });
  const wrong = { metrics: ['points'], compare: ['next'] } as unknown as QueryRequest;
  await expect(ask(wrong)).rejects.toMatchObject({ code: 'QUERY_INVALID_REQUEST' });
});
