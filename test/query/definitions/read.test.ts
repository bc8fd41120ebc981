import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readDefinitions } from '@portolan/query';
import { describe, expect, test } from 'vitest';
import { grains } from '../../../query/definitions/model.ts';
import { metricsYaml, publish } from '../portfolio.ts';

async function read(yaml: string) {
  const models = await mkdtemp(join(tmpdir(), 'portolan-models-'));
  try {
    await mkdir(join(models, 'metrics'));
    await writeFile(join(models, 'metrics', 'm.yml'), yaml);
    return await readDefinitions(models);
  } finally {
    await rm(models, { recursive: true });
  }
}

const model = `
semantic_models:
  - name: sites
    model: ref('dim_site')
    dimensions: [{ name: activation_date, type: time }]
    measures: [{ name: site_rows, agg: count, expr: site_id }]
`;

describe('definitions that do not hold together', () => {
  test.each([
    ['metrics: [{ name: a', 'is not YAML'],
    ['metric: []', '"must NOT have additional properties" or so'],
    ['metrics: [{ name: a, type: simple, type_params: {} }]', 'measure'],
    ['metrics: [{ name: A b, type: simple, type_params: { measure: x } }]', 'pattern'],
    [
      'metrics: [{ name: a, type: simple, type_params: { measure: site_row } }]',
      'Metric a uses the measure "site_row"',
    ],
    [
      'metrics: [{ name: a, type: ratio, type_params: { numerator: b, denominator: a } }]',
      'Metric a uses the metric "b"',
    ],
    [
      'metrics: [{ name: a, type: derived, type_params: { expr: b, metrics: [b] } }, { name: b, type: derived, type_params: { expr: a, metrics: [a] } }]',
      'in a circle: a -> b -> a',
    ],
    [
      'metrics: [{ name: a, type: simple, type_params: { measure: site_rows } }, { name: a, type: simple, type_params: { measure: site_rows } }]',
      'two metrics named "a"',
    ],
  ])('%s', async (yaml, sentence) => {
    const refusal = read(`${model}\n${yaml}`);
    await expect(refusal).rejects.toMatchObject({ code: 'DEFINITION_INVALID' });
    if (!sentence.includes(' or so')) await expect(refusal).rejects.toThrow(sentence);
  });

  test('a measure dated by something that is no time dimension', async () => {
    const wrong = model.replace('site_id }', 'site_id, agg_time_dimension: site_id }');
    await expect(read(wrong)).rejects.toThrow('uses the time dimension "site_id"');
  });
});

describe('definitions that do not fit the build', () => {
  const sql =
    'create schema marts; create table marts.dim_site as select 1 as site_id, current_date as activation_date;';

  test.each([
    [model.replace('dim_site', 'dim_sight'), 'marts.dim_sight, which the build does not have'],
    [
      model.replace('expr: site_id', 'expr: sight_id'),
      '"site_rows" of the semantic model sites does not fit marts.dim_site',
    ],
    [
      `${model}metrics: [{ name: a, type: simple, type_params: { measure: site_rows } }, { name: b, type: derived, type_params: { expr: a + c, metrics: [a] } }]`,
      'The metric b cannot be computed',
    ],
  ])('are refused when the build is made', async (yaml, sentence) => {
    await expect(publish({ sql, yaml })).rejects.toThrow(sentence);
  });
});

test('the project has no metric without label, description, unit, format, grain and owner', async () => {
  const { metrics, models } = await readDefinitions(
    resolve(import.meta.dirname, '../../../models'),
  );
  expect(metrics.length).toBeGreaterThan(45);
  expect(models.length).toBeGreaterThan(15);
  for (const metric of metrics) {
    const { label, description, unit, format, grain, owner, effectiveFrom } = metric;
    expect({ label, description, unit, format, grain, owner, effectiveFrom }, metric.name).toEqual({
      label: expect.stringMatching(/./),
      description: expect.stringMatching(/./),
      unit: expect.stringMatching(/./),
      format: expect.stringMatching(/./),
      grain: expect.stringMatching(/./),
      owner: expect.stringMatching(/./),
      effectiveFrom: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  }
});

test('no dimension takes the name of a time grain', async () => {
  const { models } = await readDefinitions(resolve(import.meta.dirname, '../../../models'));
  const names = models.flatMap(({ dimensions }) => dimensions.map(({ name }) => name));
  expect(
    names.filter((name) => [...grains, 'metric_time'].some((grain) => grain === name)),
  ).toEqual([]);
});

test('the small portfolio is in the grammar', async () => {
  const { models, metrics } = await read(metricsYaml);
  expect([models.length, metrics.length]).toEqual([6, 12]);
});
