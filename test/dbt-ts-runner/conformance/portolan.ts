import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { generate } from '@portolan/fixtures';
import { ingest } from '@portolan/ingest';
import { readContracts } from '../../../warehouse/contracts.ts';
import { createLakeSchema } from '../../../warehouse/lake-schema.ts';
import { readLoads } from '../../../warehouse/loads.ts';
import { databaseFile } from './database.ts';
import type { Scenario } from './scenario.ts';

const day = '2026-03-31';
const vars = { as_of_date: day, as_known_at: '9999-12-31 00:00:00' };
const homes = new Map<string, Promise<string>>();

/** Portolan's own models over the last day's deliveries of a generated portfolio. */
export const portolan: Scenario = {
  name: 'portolan',
  capability: "Portolan's own models over a generated portfolio",
  dir: resolve(import.meta.dirname, '../../../models'),
  steps: [{ run: ['build', '--vars', JSON.stringify(vars)] }],
  ls: [
    [],
    ['--select', 'source:lake.subject+', '--resource-type', 'model'],
    ['--select', '+exposure:*', '--resource-type', 'model'],
    ['--select', 'path:marts/finance'],
    ['--select', 'test_type:singular'],
    ['--select', 'test_type:unit'],
  ],
  volatile: [],
  deviations: [
    {
      aspect: 'compiled',
      subject: 'unit_test.portolan.*',
      reason:
        'The compiled SQL of a unit test is the whole comparison, where dbt shows the model with its fixtures.',
    },
  ],
  prepare: async (dir, folder) => {
    const home = homes.get(folder) ?? makeHome(folder);
    homes.set(folder, home);
    await fillLake(dir, await home);
  },
};

/** A home with the deliveries of one day of a generated portfolio. */
export async function makeHome(folder: string): Promise<string> {
  const out = join(folder, 'portfolio');
  const home = join(folder, 'home');
  await generate({ size: 'small', seed: 1, days: 60, asOf: day, out });
  await ingest({
    home,
    paths: [join(out, 'deliveries', day)],
    receivedAt: `${day}T22:00:00Z`,
  });
  return home;
}

/** Writes the views of the home over its lake to the database of a project folder. */
export async function fillLake(dir: string, home: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(dir, databaseFile));
  const connection = await instance.connect();
  const loads = await readLoads(join(home, 'lake'), new Date(8.64e15));
  await createLakeSchema(connection, await readContracts(), loads);
  connection.closeSync();
  instance.closeSync();
}
