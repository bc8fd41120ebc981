import type { DuckDBConnection } from '@duckdb/node-api';
import type { Project } from 'dbt-ts-runner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Measure,
  martOf,
  metricDefinitions,
  type SemanticModel,
} from './metric-definitions.ts';
import { createEmptyLake, openModels } from './project.ts';

let project: Project;
let connection: DuckDBConnection;
const failures: string[] = [];

beforeAll(async () => {
  const opened = await openModels();
  project = opened.project;
  connection = await opened.database.connect();
  await createEmptyLake(connection);
  for await (const event of project.build()) {
    if (event.kind !== 'node_finished') continue;
    const { status, node, message } = event.result;
    if (status !== 'success' && status !== 'pass')
      failures.push(`${node.name}: ${message ?? status}`);
  }
}, 600_000);
afterAll(async () => {
  connection.closeSync();
  await project.close();
});

test('everything builds and every test passes where nothing was ever delivered', () => {
  expect(failures).toEqual([]);
});

test('amounts and rates are decimals, counts whole numbers, days dates', async () => {
  const result = await connection.runAndReadAll(
    `select table_name || '.' || column_name, data_type from information_schema.columns
     where table_schema = 'marts'`,
  );
  const types = result.getRows().map(([name, type]) => [String(name), String(type)] as const);
  const typed = (pattern: RegExp, type: RegExp) =>
    types.filter(([name, actual]) => pattern.test(name) && !type.test(actual));
  expect(typed(/_amount$|\.amount$/, /^DECIMAL\(38,4\)$/)).toEqual([]);
  expect(typed(/\.(fx_)?rate$|_pct$/, /^DECIMAL\(38,10\)$/)).toEqual([]);
  expect(typed(/_date$|\.period_start$/, /^DATE$/)).toEqual([]);
  expect(typed(/\.(is|has)_/, /^BOOLEAN$/)).toEqual([]);
  expect(typed(/\.known_(from|to)$/, /^TIMESTAMP$/)).toEqual([]);
  expect(typed(/./, /^(?!DOUBLE|FLOAT|HUGEINT)/)).toEqual([]);
});

test('every column of a mart is described, and every described column exists', async () => {
  const result = await connection.runAndReadAll(
    `select table_name || '.' || column_name from information_schema.columns
     where table_schema = 'marts' order by table_name, ordinal_position`,
  );
  const existing = new Set(result.getRows().map(([name]) => String(name)));
  const described = new Set(
    project
      .ls()
      .filter((node) => node.resource_type === 'model')
      .filter(({ schema }) => schema === 'marts')
      .flatMap((mart) =>
        Object.values(mart.columns)
          .filter(({ description }) => description.trim() !== '')
          .map(({ name }) => `${mart.name}.${name}`),
      ),
  );
  expect([...existing].filter((column) => !described.has(column))).toEqual([]);
  expect([...described].filter((column) => !existing.has(column))).toEqual([]);
  expect(existing.size).toBeGreaterThan(1000);
});

const functions: Readonly<Record<Measure['agg'], string>> = {
  count: 'count',
  count_distinct: 'count',
  sum: 'sum',
  sum_boolean: 'count_if',
  max: 'max',
  min: 'min',
  average: 'avg',
  median: 'median',
  percentile: 'median',
};

function columns({ name, agg, expr, config }: Measure): string[] {
  const distinct = agg === 'count_distinct' ? 'distinct ' : '';
  const { censored, unknown } = config?.meta ?? {};
  return [
    `${functions[agg]}(${distinct}${expr}) as ${name}`,
    ...(censored === undefined ? [] : [`count_if(${censored}) as ${name}_censored`]),
    ...(unknown === undefined ? [] : [`count_if(${unknown.when}) as ${name}_unknown`]),
  ];
}

function daysOf({ config }: SemanticModel): string {
  const day = config?.meta.evaluated_on;
  return day === undefined ? '' : ` cross join (select current_date as ${day}) as days`;
}

function statement(semantic: SemanticModel): string {
  const dimensions = semantic.dimensions.map((it) => `${it.expr ?? it.name} as ${it.name}`);
  const entities = semantic.entities.map((it) => `${it.expr} as ${it.name}_entity`);
  const measures = (semantic.measures ?? []).flatMap(columns);
  const keys = [...dimensions, ...entities];
  const groups = keys.map((_, i) => i + 1).join(', ');
  const days = daysOf(semantic);
  return `select ${[...keys, ...measures].join(', ')} from marts.${martOf(semantic)}${days} group by ${groups}`;
}

test('sums add up what has no last bits, whatever the order of rows', async () => {
  const { semanticModels } = await metricDefinitions();
  const inexact: string[] = [];
  for (const semantic of semanticModels)
    for (const { name, agg, expr } of semantic.measures ?? []) {
      if (agg !== 'sum' && agg !== 'average') continue;
      const result = await connection.runAndReadAll(
        `select ${expr} from marts.${martOf(semantic)}${daysOf(semantic)} limit 0`,
      );
      if (/^(DOUBLE|FLOAT)/.test(String(result.columnType(0)))) inexact.push(name);
    }
  expect(inexact).toEqual([]);
});

test('every dimension, entity and measure of the metrics is SQL on its mart', async () => {
  const { semanticModels } = await metricDefinitions();
  for (const semantic of semanticModels) {
    await expect(
      connection.runAndReadAll(statement(semantic)),
      semantic.name,
    ).resolves.toBeTruthy();
  }
  expect(semanticModels.length).toBeGreaterThan(20);
});
