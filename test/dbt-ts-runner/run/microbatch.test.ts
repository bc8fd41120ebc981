import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type BatchSize,
  batchesIn,
  ceilingOf,
  floorOf,
  shifted,
} from '../../../packages/dbt-ts-runner/run/microbatch/batch_size.ts';
import { planBatches } from '../../../packages/dbt-ts-runner/run/microbatch/plan_batches.ts';
import { openFiles } from '../support/project_folder.ts';

const moment = new Date('2024-09-17T16:06:00Z');
const iso = (date: Date) => date.toISOString().slice(0, 16);

describe('batches', () => {
  test.each<[BatchSize, string, string, string]>([
    ['hour', '2024-09-17T16:00', '2024-09-17T17:00', '2024-09-17T13:00'],
    ['day', '2024-09-17T00:00', '2024-09-18T00:00', '2024-09-14T00:00'],
    ['month', '2024-09-01T00:00', '2024-10-01T00:00', '2024-06-01T00:00'],
    ['year', '2024-01-01T00:00', '2025-01-01T00:00', '2021-01-01T00:00'],
  ])('of a %s start and end with it', (size, floor, ceiling, earlier) => {
    expect(iso(floorOf(moment, size))).toBe(floor);
    expect(iso(ceilingOf(moment, size))).toBe(ceiling);
    expect(ceilingOf(floorOf(moment, size), size)).toEqual(floorOf(moment, size));
    expect(iso(shifted(moment, size, -3))).toBe(earlier);
  });

  test('fill a window, the last one up to its end', () => {
    const window = {
      start: new Date('2023-12-01T00:00:00Z'),
      end: new Date('2024-02-10T00:00:00Z'),
    };
    expect(batchesIn(window, 'month').map(({ id, name, end }) => [id, name, iso(end)])).toEqual([
      ['202312', '2023-12', '2024-01-01T00:00'],
      ['202401', '2024-01', '2024-02-01T00:00'],
      ['202402', '2024-02', '2024-02-10T00:00'],
    ]);
    expect(batchesIn({ start: moment, end: moment }, 'hour').map(({ id }) => id)).toEqual([
      '20240917T16',
    ]);
  });

  test('go from begin until now at first, and then look back', () => {
    const node = {
      unique_id: 'model.shop.a',
      config: { batch_size: 'day', begin: '2024-09-15T10:00:00', lookback: 2 },
    } as unknown as Parameters<typeof planBatches>[0];
    const times = { window: undefined, now: moment, earlier: new Map() };
    const names = (isIncremental: boolean, now = moment) =>
      planBatches(node, { ...times, now }, isIncremental).map(({ name }) => name);
    expect(names(false)).toEqual(['2024-09-15', '2024-09-16', '2024-09-17']);
    expect(names(true)).toEqual(['2024-09-15', '2024-09-16', '2024-09-17']);
    expect(names(true, new Date('2024-09-30T00:00:00Z'))).toEqual([
      ...['2024-09-27', '2024-09-28', '2024-09-29'],
    ]);
  });
});

const files = {
  'models/events.sql':
    "{{ config(event_time='at_time') }} select 1 as id, timestamp '2024-01-01 10:00:00' as at_time union all select 2, timestamp '2024-01-02 10:00:00'",
  'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch',
      event_time='at_time', batch_size='day', begin='2024-01-01') }}
    select * from {{ ref('events') }}
    {% if model.batch.id == var('broken', '') %} where no_such_column {% endif %}`,
  'models/below.sql': "select * from {{ ref('daily') }}",
};
const window = { eventTimeStart: '2024-01-01', eventTimeEnd: '2024-01-04' };

describe('a microbatch model', () => {
  test('one of whose batches fails is a partial success that stops what reads it', async () => {
    const { project } = await openFiles(files, { vars: { broken: '20240102' } });
    const { results, success } = await project.run(window).finished();
    expect(success).toBe(false);
    expect(results.map(({ node, status }) => [node.name, status])).toEqual([
      ['events', 'success'],
      ['daily', 'partial success'],
      ['below', 'skipped'],
    ]);
    expect(results[1]?.message).toMatch(
      /^PARTIAL SUCCESS \(2\/3\). Batch 2024-01-02: .*no_such_column/s,
    );
  });

  test('leaves the SQL of each batch', async () => {
    const { project, dir } = await openFiles(files);
    await project.run(window).finished();
    const daily = (folder: string) => readdir(join(dir, 'target', folder, 'shop/models/daily'));
    const names = ['01', '02', '03'].map((day) => `daily_2024-01-${day}.sql`);
    expect([await daily('compiled'), await daily('run')]).toEqual([names, names]);
  });

  test('whose first batch fails tries no other', async () => {
    const { project } = await openFiles(files, { vars: { broken: '20240101' } });
    const [, daily] = (await project.run(window).finished()).results;
    expect(daily).toMatchObject({ status: 'error', batches: { successful: [] } });
    expect(daily?.batches?.failed).toHaveLength(3);
    expect(daily?.message).toMatch(/^ERROR. Batch 2024-01-01: /);
  });

  test.each([
    ["begin='soon'", /has begin: soon, which is no moment/],
    ["begin='2024-01-01', lookback='few'", /has lookback: few. Give a whole number/],
  ])('that is configured wrongly is refused: %s', async (config, message) => {
    const sql = files['models/daily.sql'].replace("begin='2024-01-01'", config);
    await expect(openFiles({ ...files, 'models/daily.sql': sql })).rejects.toThrow(message);
  });

  test('that reads nothing by its time is remarked', async () => {
    const { project } = await openFiles({ ...files, 'models/events.sql': 'select 1 as id' });
    expect(project.warnings.map(({ name }) => name)).toEqual(['MicrobatchModelNoEventTimeInputs']);
  });
});

test('a sample reads the rows of its time', async () => {
  const { project, rows } = await openFiles({
    ...files,
    'models/copy.sql': "{{ config(materialized='table') }} select * from {{ ref('events') }}",
  });
  const select = ['events', 'copy'];
  await project.run({ select, sample: '{start: 2024-01-02, end: 2024-01-03}' }).finished();
  expect(await rows('select id from copy')).toEqual([[2]]);
  await project.run({ select, sample: '2 days' }).finished();
  expect(await rows('select id from copy')).toEqual([]);
  expect(() => project.run({ sample: 'some' })).toThrow(/--sample is 'some'. Give a number of/);
});
