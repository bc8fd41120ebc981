import { beforeAll, expect, test } from 'vitest';
import { type Metric, metricDefinitions, type SemanticModel } from './metric-definitions.ts';

let semanticModels: SemanticModel[];
let metrics: Metric[];

beforeAll(async () => {
  ({ semanticModels, metrics } = await metricDefinitions());
});

const twice = (names: readonly string[]): string[] =>
  names.filter((name, i) => names.indexOf(name) !== i);

test('names are plain and used once', () => {
  const measures = semanticModels.flatMap((it) => it.measures ?? []).map((it) => it.name);
  const names = metrics.map((it) => it.name);
  expect(twice(names)).toEqual([]);
  expect(twice(measures)).toEqual([]);
  expect(twice(semanticModels.map((it) => it.name))).toEqual([]);
  expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
});

test('metrics are made of measures and metrics that exist, without cycles', () => {
  const measures = new Set(semanticModels.flatMap((it) => it.measures ?? []).map((it) => it.name));
  const known = new Set(metrics.map((it) => it.name));
  const broken = metrics.filter(({ type, type_params: of }) => {
    if (type === 'simple' || type === 'cumulative') return !measures.has(of.measure ?? '');
    const parts = type === 'ratio' ? [of.numerator, of.denominator] : (of.metrics ?? []);
    const names = parts.map((part) => (typeof part === 'object' ? part.name : part));
    return parts.length === 0 || names.some((name) => !known.has(name ?? ''));
  });
  expect(broken.map((it) => it.name)).toEqual([]);
});

test('every measure is used', () => {
  const used = new Set(metrics.map((it) => it.type_params.measure));
  const unused = semanticModels
    .flatMap((it) => it.measures ?? [])
    .filter((measure) => !used.has(measure.name));
  expect(unused.map((it) => it.name)).toEqual([]);
});

test('every metric says how it is counted, in what, by whom and since when', () => {
  const required = ['formula', 'unit', 'format', 'grain', 'owner', 'counting_rule', 'source'];
  const silent = metrics.filter(
    ({ label, description, config: { meta } }) =>
      !label || !description || required.some((key) => typeof meta[key] !== 'string'),
  );
  expect(silent.map((it) => it.name)).toEqual([]);
  const undated = metrics.filter(
    ({ config }) => !/^\d{4}-\d\d-\d\d$/.test(String(config.meta.effective_from)),
  );
  expect(undated.map((it) => it.name)).toEqual([]);
});

test('words for format and counting rule are the agreed ones', () => {
  const meta = (key: string) => [...new Set(metrics.map((it) => it.config.meta[key]))].sort();
  expect(meta('format')).toEqual(['date', 'days', 'decimal', 'integer', 'money', 'percent']);
  expect(meta('counting_rule')).toEqual(['date_based', 'status_snapshot']);
});

test('what is money is commercial', () => {
  const open = metrics.filter(
    ({ config: { meta } }) => meta.format === 'money' && meta.class !== 'commercial',
  );
  expect(open.map((it) => it.name)).toEqual([]);
});
