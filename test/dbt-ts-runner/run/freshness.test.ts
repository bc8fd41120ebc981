import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { momentIn } from '../../../packages/dbt-ts-runner/run/moment_text.ts';
import { schemaErrors, schemasPresent } from '../support/artifact_schema.ts';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { openFiles } from '../support/project_folder.ts';

const yaml = `
sources:
  - name: raw
    schema: main
    loaded_at_field: loaded
    config:
      freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 1, period: day}}
    tables:
      - {name: fresh}
      - {name: late}
      - {name: stale}
      - name: lenient
        identifier: stale
        config: {freshness: {error_after: {count: 1000, period: day}, warn_after: null}}
      - {name: filtered, identifier: stale, config: {freshness: {filter: id > 1}}}
      - {name: empty}
      - {name: missing}
      - {name: unchecked, config: {freshness: null}}
`;

const tables = `
create table fresh as select now() as loaded;
create table late as select now()::timestamp - interval 2 hour as loaded;
create table stale as select now()::timestamp - interval 3 day as loaded, 1 as id
  union all select now()::timestamp - interval 1 minute, 2;
update stale set loaded = loaded - interval 1 day where id = 1;
create table empty as select now() as loaded limit 0`;

describe('source freshness', () => {
  test('holds the newest row of each source to its limits', async () => {
    const { project, rows, dir } = await openFiles({ 'models/raw.yml': yaml });
    await rows(tables);
    const { results, success } = await project.freshness();
    expect(Object.fromEntries(results.map(({ node, status }) => [node.name, status]))).toEqual({
      fresh: 'pass',
      late: 'warn',
      stale: 'pass',
      lenient: 'pass',
      filtered: 'pass',
      empty: 'error',
      missing: 'runtime error',
    });
    expect(success).toBe(false);
    const late = results.find(({ node }) => node.name === 'late');
    expect(late?.age).toBeGreaterThanOrEqual(7200);
    expect(late?.age).toBeLessThan(7260);
    const artifact = JSON.parse(await readFile(join(dir, 'target/sources.json'), 'utf8'));
    expect(artifact.results).toHaveLength(7);
    if (schemasPresent) expect(await schemaErrors(artifact, 'sources-v3.schema.json')).toEqual([]);
  });

  test('a filter decides which rows count, a query asks in its own way', async () => {
    const opened = await openFiles({
      'models/raw.yml': `
sources:
  - name: raw
    schema: main
    config: {freshness: {error_after: {count: 1, period: day}}}
    tables:
      - {name: old, identifier: stale, loaded_at_field: loaded, config: {freshness: {filter: id = 1}}}
      - {name: asked, identifier: stale, loaded_at_query: 'select min(loaded) from stale'}
      - {name: unasked, identifier: stale}
`,
    });
    await opened.rows(tables);
    const { results } = await opened.project.freshness();
    expect(results.map(({ status, error }) => [status, error])).toEqual([
      ['error', undefined],
      ['error', undefined],
      [
        'runtime error',
        expect.stringMatching(/'raw.unasked' has freshness limits and no loaded_at_field/),
      ],
    ]);
  });

  test('on the command line, with a selection and a file', async () => {
    const dir = await folderOnFile({
      'models/fresh.sql': "{{ config(materialized='table') }} select now() as loaded",
      'models/raw.yml': `
sources:
  - name: raw
    schema: main
    loaded_at_field: loaded
    freshness: {warn_after: {count: 1, period: minute}}
    tables: [{name: fresh}, {name: missing}]
`,
    });
    await dbtTs(dir, 'run');
    const file = join(dir, 'out/found.json');
    const one = await dbtTs(dir, 'source', 'freshness', '-s', 'source:raw.fresh', '-o', file);
    expect([one.code, one.out[0]]).toEqual([
      0,
      expect.stringMatching(/^1 of 1 PASS source raw.fresh \(\ds old\)$/),
    ]);
    expect(JSON.parse(await readFile(file, 'utf8')).results).toHaveLength(1);
    const all = await dbtTs(dir, 'source', 'freshness');
    expect([all.code, all.out[1]]).toEqual([
      1,
      expect.stringMatching(/^2 of 2 RUNTIME ERROR source raw.missing: .*The database says/),
    ]);
  });

  test.each([
    ['{warn_after: {count: 1, period: week}}', /period: week}. Give a whole number and minute/],
    ['{error_after: {count: many, period: day}}', /count: many, period: day/],
  ])('%s is refused', async (freshness, message) => {
    const files = {
      'models/raw.yml': `sources: [{name: raw, freshness: ${freshness}, tables: [{name: t}]}]`,
    };
    await expect(openFiles(files)).rejects.toThrow(message);
  });

  test.each([
    ['2020-01-02', '2020-01-02T00:00:00.000Z'],
    ['2020-01-02 03:04:05.123456', '2020-01-02T03:04:05.123Z'],
    ['2020-01-02 03:04:05+02', '2020-01-02T01:04:05.000Z'],
    ['2020-01-02T03:04:05-0530', '2020-01-02T08:34:05.000Z'],
    ['yesterday', undefined],
  ])('the moment of %s', (text, moment) => {
    expect(momentIn(text)?.toISOString()).toBe(moment);
  });
});
