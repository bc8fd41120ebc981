import { openProject, type Project, type ProjectOptions } from 'dbt-ts-runner';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from '../support/postgres_server.ts';
import { messages, projectFolder, statuses, writeFiles } from '../support/project_folder.ts';
import { market, nextDay, readable } from './market.ts';

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

const profiles = `
market:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: market.duckdb, schema: shop}
    postgres: {type: postgres, host: 127.0.0.1, port: ${postgres?.port}, user: postgres, dbname: postgres, schema: shop, threads: 3}
`;

interface Day {
  readonly statuses: Record<string, string>;
  readonly messages: Record<string, string | undefined>;
  readonly rows: Record<string, string[]>;
}

/** Builds two days of the project and says what came of each. */
async function twoDays(target: string): Promise<{ first: Day; second: Day }> {
  const dir = await projectFolder({ ...market, 'profiles.yml': profiles });
  const first = await oneDay(dir, { target });
  await writeFiles(dir, nextDay);
  const second = await oneDay(dir, { target, vars: { more: 'amount, big' } });
  return { first, second };
}

async function oneDay(dir: string, options: ProjectOptions): Promise<Day> {
  const project = await openProject(dir, { env: {}, ...options });
  try {
    const summary = await project.build().finished();
    return {
      statuses: statuses(summary),
      messages: messages(summary),
      rows: await rowsOf(project),
    };
  } finally {
    await project.close();
  }
}

async function rowsOf(project: Project): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, columns] of Object.entries(readable)) {
    const inline = `select ${columns} from {{ ref('${name}') }}`;
    const [preview] = await project.show({ inline, limit: null });
    const rows = preview?.rows.map((row) => JSON.stringify(row)) ?? [];
    found[name] = [JSON.stringify(preview?.columns), ...rows.sort()];
  }
  return found;
}

test.skipIf(postgres === undefined)('two days of a project give the same everywhere', async () => {
  const expected = await twoDays('duckdb');
  const found = await twoDays('postgres');
  for (const day of ['first', 'second'] as const) {
    expect(found[day].statuses).toEqual(expected[day].statuses);
    expect(found[day].rows).toEqual(expected[day].rows);
  }
  const { first, second } = found;
  expect(first.statuses).toMatchObject({
    amounts_add_up: 'pass',
    halves_that_are_wrong: 'fail',
    held_back: 'skipped',
    people_by_value: 'success',
  });
  expect(first.messages).toMatchObject({ people: 'INSERT 3', totals: 'SELECT 3' });
  expect(second.messages).toMatchObject({ merged: 'MERGE 3', replaced: 'INSERT 3' });
  expect(second.rows.merged).toEqual([
    '["order_id","amount","first_amount"]',
    '[1,10.5,10.5]',
    '[2,22,20]',
    '[3,5.25,5.25]',
    '[4,7,7]',
  ]);
  expect(second.rows.people_by_value?.filter((row) => row.includes('Bob'))).toEqual([
    '[2,"Bob",20,"it\'s",false,"False"]',
    '[2,"Bob",20,"it\'s",true,"True"]',
  ]);
});
