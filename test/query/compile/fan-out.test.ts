import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { bindDefinitions, readDefinitions, viewerFor } from '@portolan/query';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileMetrics } from '../../../query/compile/metrics.ts';
import { Catalog } from '../../../query/definitions/catalog.ts';
import { marts, metricsYaml } from '../portfolio.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
let catalog: Catalog;

beforeAll(async () => {
  const models = await mkdtemp(join(tmpdir(), 'portolan-models-'));
  await mkdir(join(models, 'metrics'));
  await writeFile(join(models, 'metrics', 'all.yml'), metricsYaml);
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
  await connection.run(marts);
  catalog = new Catalog(await bindDefinitions(connection, await readDefinitions(models)));
  await rm(models, { recursive: true });
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const study = fc.constantFrom('S1', 'S2', 'S3');
const country = fc.constantFrom('DE', 'US', null);
const place = fc.record({ study, country });

type Place = { study: string; country: string | null };

const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);

async function fill(table: string, rows: readonly string[]): Promise<void> {
  await connection.run(`delete from marts.${table}`);
  if (rows.length > 0) await connection.run(`insert into marts.${table} values ${rows.join(', ')}`);
}

/** Every event is a screening; spend counts one per line. */
async function plant(
  events: readonly Place[],
  deviations: readonly Place[],
  spend: readonly Place[],
  studies: readonly { study: string; phase: string }[],
): Promise<void> {
  const at = ({ study: id, country: code }: Place) => `${text(id)}, ${text(code)}`;
  await fill(
    'enrollment_events',
    events.map(
      (row, n) => `(${text(row.study)}, 'P${n}', '001', ${text(row.country)}, 'screened', null)`,
    ),
  );
  await fill(
    'protocol_deviations',
    deviations.map(
      (row, n) => `(${text(row.study)}, 'D${n}', 'P${n}', '001', ${text(row.country)}, true)`,
    ),
  );
  await fill(
    'spend',
    spend.map((row) => `(${at(row)}, 'site', null, 1)`),
  );
  await fill(
    'dim_study',
    studies.map((row) => `(${text(row.study)}, 'name', ${text(row.phase)}, 'area', 'active')`),
  );
}

const metrics = ['subjects_screened', 'important_deviations', 'spend_actual'];

async function ask(by: string[]): Promise<Record<string, unknown>[]> {
  const { sql, values } = compileMetrics(catalog, { metrics, by }, viewerFor('finance', 'test'), {
    dataAsOf: '2026-03-31',
    smallestCell: 5,
  });
  const reader = await connection.runAndReadAll(sql, [...values]);
  return reader.getRowObjects();
}

function countBy(rows: readonly Place[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.study} ${row.country}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

test('no join multiplies a row, whatever is double, missing or unmatched', async () => {
  const duplicates = fc.array(fc.record({ study, phase: fc.constantFrom('1', '2') }), {
    maxLength: 6,
  });
  const rows = fc.array(place, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      rows,
      rows,
      duplicates,
      fc.subarray(['study', 'country', 'phase', 'region']),
      async (events, deviations, spend, studies, by) => {
        await plant(events, deviations, spend, studies);
        const answered = await ask(by);
        const total = (metric: string) =>
          answered.reduce((sum, row) => sum + Number(row[metric] ?? 0), 0);
        expect(metrics.map(total)).toEqual([events.length, deviations.length, spend.length]);
        const keys = answered.map((row) => JSON.stringify(by.map((name) => row[name])));
        expect(new Set(keys).size).toBe(keys.length);
      },
    ),
    { numRuns: 60, seed: 20260331 },
  );
});

test('each combination has exactly its own rows', async () => {
  const rows = fc.array(place, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, rows, rows, async (events, deviations, spend) => {
      await plant(events, deviations, spend, [{ study: 'S1', phase: '1' }]);
      const wanted = [events, deviations, spend].map(countBy);
      for (const row of await ask(['study', 'country'])) {
        const key = `${row.study} ${row.country}`;
        expect(metrics.map((metric) => Number(row[metric] ?? 0))).toEqual(
          wanted.map((counts) => counts.get(key) ?? 0),
        );
      }
    }),
    { numRuns: 30, seed: 20260331 },
  );
});
