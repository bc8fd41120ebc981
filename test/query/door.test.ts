import { type Door, openDoor, type QueryRequest, viewerFor } from '@portolan/query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { marts, type Published, publish } from './portfolio.ts';

const reader = viewerFor('finance', 'test');
const auditor = viewerFor('auditor', 'test');
const now = () => new Date('2026-04-02T08:00:00Z');

let published: Published;
let door: Door;

beforeAll(async () => {
  published = await publish();
  door = await openDoor(published.home, { now });
});

afterAll(async () => {
  await door.close();
  await published.remove();
});

async function rows(request: QueryRequest, viewer = reader) {
  return (await door.query(request, viewer)).rows();
}

describe('metrics by dimensions', () => {
  test('metrics of several marts stand side by side, a missing country equal to itself', async () => {
    const metrics = ['subjects_screened', 'subjects_screen_failed', 'protocol_deviations'];
    expect(await rows({ metrics, by: ['study', 'country'] })).toEqual([
      {
        study: 'S1',
        country: 'DE',
        subjects_screened: 2,
        subjects_screen_failed: 1,
        protocol_deviations: 2,
      },
      {
        study: 'S1',
        country: 'US',
        subjects_screened: 1,
        subjects_screen_failed: 0,
        protocol_deviations: 0,
      },
      {
        study: 'S1',
        country: null,
        subjects_screened: 1,
        subjects_screen_failed: 0,
        protocol_deviations: 1,
      },
      {
        study: 'S2',
        country: 'FR',
        subjects_screened: 1,
        subjects_screen_failed: 0,
        protocol_deviations: 0,
      },
    ]);
  });

  test('a ratio is made from the totals of the rows asked for, never from other ratios', async () => {
    expect(await rows({ metrics: ['screen_failure_rate'] })).toEqual([
      { screen_failure_rate: 1 / 3 },
    ]);
  });

  test('a ratio over nothing has no value and says why', async () => {
    expect(await rows({ metrics: ['en01', 'median_enrolled_day'], by: ['study'] })).toEqual([
      { study: 'S1', screen_failure_rate: 1 / 3, median_enrolled_day: 15.5 },
      {
        study: 'S2',
        screen_failure_rate: null,
        screen_failure_rate__not_evaluable: 'zero_denominator',
        median_enrolled_day: null,
        median_enrolled_day__not_evaluable: 'no_values',
      },
    ]);
  });

  test('a total of nothing has no value, a count of nothing is none', async () => {
    const where = [{ dimension: 'country', op: '=' as const, values: ['FR'] }];
    expect(
      await rows({ metrics: ['spend_actual', 'subjects_enrolled', 'spend_per_subject'], where }),
    ).toEqual([
      {
        spend_actual: null,
        spend_actual__not_evaluable: 'no_rows',
        subjects_enrolled: 0,
        spend_per_subject: null,
        spend_per_subject__not_evaluable: 'zero_denominator',
      },
    ]);
  });

  test('money keeps every digit', async () => {
    const result = await door.query({ metrics: ['spend_actual'], by: ['country'] }, reader);
    expect(result.toJson()).toBe(
      '[{"country":"DE","spend_actual":9007199254740993.2502},\n{"country":"US","spend_actual":-100.5000}]',
    );
    expect(result.columns[1]).toMatchObject({
      type: 'DECIMAL(38,4)',
      unit: 'EUR',
      class: 'commercial',
    });
  });

  test('attributes of study, country and site come from their own marts', async () => {
    expect(await rows({ metrics: ['subjects_screened'], by: ['phase', 'region'] })).toEqual([
      { phase: '2', region: 'Europe', subjects_screened: 1 },
      { phase: '3', region: 'Europe', subjects_screened: 2 },
      { phase: '3', region: 'North America', subjects_screened: 1 },
      { phase: '3', region: null, subjects_screened: 1 },
    ]);
    const named: QueryRequest = { metrics: ['subjects_screened'], by: ['investigator'] };
    expect(await rows(named, auditor)).toEqual([
      { investigator: 'Dr Alpha', subjects_screened: 2 },
      { investigator: 'Dr Beta', subjects_screened: 1 },
      { investigator: 'Dr Gamma', subjects_screened: 1 },
      { investigator: null, subjects_screened: 1 },
    ]);
  });

  test('months are those of each metric, rows without a date are kept', async () => {
    const metrics = ['subjects_screened', 'spend_actual'];
    expect(await rows({ metrics, by: ['month'] })).toEqual([
      { month: '2026-01-01', subjects_screened: 2, spend_actual: '9007199254740993.2501' },
      { month: '2026-02-01', subjects_screened: 1, spend_actual: '-100.4999' },
      {
        month: '2026-03-01',
        subjects_screened: 1,
        spend_actual: null,
        spend_actual__not_evaluable: 'no_rows',
      },
      {
        month: null,
        subjects_screened: 1,
        spend_actual: null,
        spend_actual__not_evaluable: 'no_rows',
      },
    ]);
  });

  test.each([
    [{ dimension: 'metric_time', op: '<=', values: ['2026-01'] }, 2],
    [{ dimension: 'metric_time', op: '>', values: ['2026-01'] }, 2],
    [{ dimension: 'month', op: '=', values: ['2026-02'] }, 1],
    [{ dimension: 'month', op: 'not_in', values: ['2026-02'] }, 4],
    [{ dimension: 'country', op: '!=', values: ['DE'] }, 3],
    [{ dimension: 'country', op: 'is_null', values: [] }, 1],
    [{ dimension: 'phase', op: 'in', values: ['2', '4'] }, 1],
    [{ dimension: 'region', op: 'in', values: ["Europe'; drop table x; --"] }, 0],
  ] as const)('filter %j', async (filter, screened) => {
    const where = [{ ...filter, values: [...filter.values] }];
    expect(await rows({ metrics: ['subjects_screened'], where })).toEqual([
      { subjects_screened: screened },
    ]);
  });

  test('as of a day', async () => {
    expect(await rows({ metrics: ['subjects_screened'], asOf: '2026-01-31' })).toEqual([
      { subjects_screened: 2 },
    ]);
  });

  test('order and limit', async () => {
    const order = [{ column: 'subjects_screened', desc: true }];
    expect(await rows({ metrics: ['subjects_screened'], by: ['study'], order, limit: 1 })).toEqual([
      { study: 'S1', subjects_screened: 4 },
    ]);
  });
});

describe('lists', () => {
  test('rows of a mart, by column or dimension', async () => {
    const where = [{ dimension: 'study', op: '=' as const, values: ['S1'] }];
    expect(
      await rows(
        {
          list: 'dim_site',
          columns: ['site_id', 'investigator_name'],
          where,
          order: [{ column: 'site_id', desc: true }],
          limit: 1,
          offset: 1,
        },
        auditor,
      ),
    ).toEqual([{ site_id: '001', investigator_name: 'Dr Alpha' }]);
  });

  test('a flag is compared as a flag', async () => {
    const where = [{ dimension: 'is_important', op: '=' as const, values: ['true'] }];
    expect(await rows({ list: 'protocol_deviations', columns: ['deviation_id'], where })).toEqual([
      { deviation_id: 'D1' },
    ]);
  });
});

describe('refusals name what is near', () => {
  test.each([
    [{ metrics: ['subject_screend'] }, 'QUERY_UNKNOWN_METRIC', 'subjects_screened'],
    [{ metrics: ['EN1'] }, 'QUERY_UNKNOWN_METRIC', 'EN01'],
    [{ metrics: ['sites'], by: ['contry'] }, 'QUERY_UNKNOWN_DIMENSION', 'country'],
    [{ metrics: ['sites'], by: ['month'] }, 'QUERY_DIMENSION_NOT_AVAILABLE', 'study'],
    [{ metrics: ['sites'], by: ['study"; drop'] }, 'QUERY_UNKNOWN_DIMENSION', 'study'],
    [{ metrics: ['sites'], order: [{ column: 'site' }] }, 'QUERY_UNKNOWN_COLUMN', 'sites'],
    [{ list: 'dim_sites', columns: ['a'] }, 'QUERY_UNKNOWN_LIST', 'dim_site'],
    [
      {
        list: 'dim_site',
        columns: ['site'],
        where: [{ dimension: 'sity', op: '=', values: ['x'] }],
      },
      'QUERY_UNKNOWN_COLUMN',
      'site_id',
    ],
  ] as [QueryRequest, string, string][])('%j', async (request, code, hint) => {
    await expect(door.query(request, reader)).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
  });

  test.each([
    [{ metrics: [] }],
    [{ metrics: ['sites'], group: ['study'] }],
    [{ metrics: ['sites'], limit: 0 }],
    [{ metrics: ['sites'], where: [{ dimension: 'study', op: 'like', values: [] }] }],
    [null],
  ])('%j is not understood', async (request) => {
    await expect(door.query(request as unknown as QueryRequest, reader)).rejects.toMatchObject({
      code: 'QUERY_INVALID_REQUEST',
    });
  });

  test('a filter value that does not fit is not repeated', async () => {
    const where = [{ dimension: 'metric_time', op: '<=' as const, values: ['Jane Doe'] }];
    const refusal = door.query({ metrics: ['subjects_screened'], where }, reader);
    await expect(refusal).rejects.toMatchObject({ code: 'QUERY_INVALID_VALUE' });
    await expect(refusal).rejects.not.toThrow(/Jane/);
  });

  test('a result over the limit is refused, not cut', async () => {
    const request = { metrics: ['subjects_screened'], by: ['study', 'country'] };
    await expect(door.query(request, reader, { maxRows: 3 })).rejects.toMatchObject({
      code: 'QUERY_TOO_MANY_ROWS',
    });
    expect((await door.query(request, reader, { maxRows: 4 })).rowCount).toBe(4);
  });
});

test('every answer is stamped', async () => {
  const where = [{ dimension: 'study', op: 'in' as const, values: ['S1'] }];
  const { stamp } = await door.query({ metrics: ['sites'], where }, reader);
  expect(stamp).toEqual({
    build_id: 'b1',
    data_as_of: '2026-03-31',
    definitions_version: expect.stringMatching(/^[0-9a-f]{12}$/),
    filters: where,
    viewer: { id: 'test', role: 'finance' },
    generated_at: '2026-04-02T08:00:00.000Z',
    sql_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('describes metrics, dimensions and freshness', async () => {
  const described = await door.metrics(viewerFor('feasibility', 'test'));
  expect(described.find(({ name }) => name === 'subjects_screened')).toMatchObject({
    label: 'Subjects screened',
    code: 'EN00',
    unit: 'subjects',
    effective_from: '2026-01-01',
    is_granted: true,
    dimensions: expect.arrayContaining(['study', 'phase', 'region', 'site_status', 'month']),
  });
  expect(described.find(({ name }) => name === 'spend_per_subject')).toMatchObject({
    classes: ['commercial'],
    is_granted: false,
  });
  expect((await door.dimensions()).map(({ name }) => name)).toContain('metric_time');
  expect(await door.freshness()).toMatchObject({
    build_id: 'b1',
    data_as_of: '2026-03-31',
    feeds: [{ feed: 'site', last_loaded_at: '2026-03-31T22:00:00.000Z', rows_rejected: 1 }],
  });
});

describe('following what is published', () => {
  test('a kept build that is named is stayed on; an unknown one names those kept', async () => {
    const { home, remove } = await publish();
    const stays = await openDoor(home, { build: 'b1' });
    await publish({ home, id: 'b2', sql: marts });
    const { stamp } = await stays.query({ metrics: ['studies'] }, reader);
    expect(stamp.build_id).toBe('b1');
    await stays.close();
    for (const build of ['b9', '../b1'])
      await expect(openDoor(home, { build })).rejects.toMatchObject({
        code: 'BUILD_MISSING',
        hint: 'Kept are: b1, b2.',
      });
    await remove();
  });

  test('answers from the newest build, with queries under way finished on the old one', async () => {
    const { home, remove } = await publish();
    const moving = await openDoor(home);
    const ask = () => moving.query({ metrics: ['studies'] }, reader);
    expect((await ask()).stamp.build_id).toBe('b1');
    const underWay = Promise.all(Array.from({ length: 20 }, ask));
    const third = `${marts} insert into marts.dim_study values ('S3', 'Third', '1', 'Oncology', 'planned');`;
    await publish({ home, id: 'b2', sql: third });
    expect((await underWay).map((result) => result.rows())).toEqual(
      Array.from({ length: 20 }, () => [{ studies: 2 }]),
    );
    const after = await ask();
    expect(after.stamp.build_id).toBe('b2');
    expect(after.rows()).toEqual([{ studies: 3 }]);
    expect(moving.build().build_id).toBe('b2');
    await moving.close();
    await expect(ask()).rejects.toMatchObject({ code: 'QUERY_DOOR_CLOSED' });
    await remove();
  });

  test('stays on its build when the next one cannot be opened, and says so', async () => {
    const { home, remove } = await publish();
    const problems: unknown[] = [];
    const steady = await openDoor(home, { onProblem: (error) => problems.push(error) });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${home}/current`, 'gone');
    const result = await steady.query({ metrics: ['studies'] }, reader);
    expect(result.stamp.build_id).toBe('b1');
    expect(problems).toMatchObject([{ code: 'BUILD_UNREADABLE' }]);
    await steady.close();
    await remove();
  });

  test('a home without a build is a sentence', async () => {
    await expect(openDoor('/nonexistent-home')).rejects.toMatchObject({
      code: 'BUILD_MISSING',
      message: 'No build is published in /nonexistent-home.',
    });
  });
});

test('a failure names the metrics that fail on their own', async () => {
  const sql = `${marts} create table marts.numbers as select -1.0::double as n;`;
  const yaml = `
semantic_models:
  - name: numbers
    model: ref('numbers')
    measures: [{ name: number, agg: sum, expr: n }]
metrics:
  - { name: whole, type: simple, type_params: { measure: number } }
  - { name: root, type: derived, type_params: { expr: sqrt(n), metrics: [{ name: whole, alias: n }] } }
`;
  const { home, remove } = await publish({ sql, yaml });
  const own = await openDoor(home);
  await expect(own.query({ metrics: ['whole', 'root'] }, reader)).rejects.toMatchObject({
    code: 'QUERY_FAILED',
    hint: 'On their own these fail too: root.',
  });
  await own.close();
  await remove();
});
