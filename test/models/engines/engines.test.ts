import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeHome } from '../../dbt-ts-runner/conformance/portolan.ts';
import { startPostgres } from '../../dbt-ts-runner/support/postgres_server.ts';
import { compareEngines } from './engines.ts';

const postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'portolan-engines-'));
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(postgres === undefined)(
  'the models give the same rows on DuckDB and on PostgreSQL',
  async () => {
    const { counts, relations, unequal } = await compareEngines({
      home: await makeHome(folder),
      port: postgres?.port ?? 0,
      vars: { as_of_date: '2026-03-31', as_known_at: '9999-12-31 00:00:00' },
    });
    expect(unequal).toEqual([]);
    expect(relations).toBeGreaterThan(100);
    expect(counts.postgres).toEqual(counts.duckdb);
    expect(counts.duckdb).toMatchObject({ error: 0, fail: 0, skipped: 0 });
  },
  300_000,
);
