import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openProject, type Project, type ProjectOptions } from 'dbt-ts-runner';
import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { fillLake, makeHome } from '../conformance/portolan.ts';
import { startPostgres } from '../support/postgres_server.ts';
import { projectFolder } from '../support/project_folder.ts';

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

const modelsDir = resolve(import.meta.dirname, '../../../models');
const vars = { as_of_date: '2026-03-31', as_known_at: '9999-12-31 00:00:00' };
const profiles = `
portolan:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: warehouse.duckdb, schema: main}
    postgres: {type: postgres, host: 127.0.0.1, port: ${postgres?.port}, user: postgres, dbname: postgres, schema: main}
`;

test.skipIf(postgres === undefined)(
  "Portolan's own models give the same rows on PostgreSQL",
  async () => {
    const folder = await projectFolder({ 'profiles.yml': profiles });
    await fillLake(folder, await makeHome(folder));
    const database = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'));
    onTestFinished(() => database.closeSync());
    await copyLake(database);
    const options = { profilesDir: folder, vars, targetPath: null };
    const expected = await built({ ...options, target: 'duckdb', database });
    const found = await built({ ...options, target: 'postgres' });
    expect(found.counts).toEqual(expected.counts);
    expect(found.counts).toMatchObject({ error: 0, fail: 0, skipped: 0 });
    const relations = found.project.manifest.refables();
    expect(relations.length).toBeGreaterThan(100);
    for (const { name, schema, alias } of relations) {
      const inline = `select * from "${schema}"."${alias}"`;
      const rows = await sorted(found.project, inline);
      expect(rows, name).toEqual(await sorted(expected.project, inline));
    }
  },
  300_000,
);

async function built(options: ProjectOptions) {
  const project = await openProject(modelsDir, options);
  onTestFinished(() => project.close());
  const { counts } = await project.build().finished();
  return { project, counts };
}

async function sorted(project: Project, inline: string): Promise<string[]> {
  const [preview] = await project.show({ inline, limit: null });
  const rows = preview?.rows.map((row) => JSON.stringify(row)) ?? [];
  return [JSON.stringify(preview?.columns), ...rows.sort()];
}

/** The lake's views as tables of the server, whose types have the same names but for texts. */
async function copyLake(database: DuckDBInstance): Promise<void> {
  const connection = await database.connect();
  const client = new pg.Client(`postgres://postgres@127.0.0.1:${postgres?.port}/postgres`);
  await client.connect();
  await client.query('create schema lake');
  const texts = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowsJson() as (string | null)[][];
  const columns = await texts(
    "select table_name, column_name, replace(data_type, 'VARCHAR', 'text') from duckdb_columns() where schema_name = 'lake' order by table_name, column_index",
  );
  for (const table of new Set(columns.map(([name]) => name))) {
    const own = columns.filter(([name]) => name === table);
    const names = own.map(([, name]) => `"${name}"`).join(', ');
    const typed = own.map(([, name, type]) => `"${name}" ${type}`).join(', ');
    const rows = await texts(
      `select ${names.replace(/"\w+"/g, 'cast($& as text)')} from lake."${table}"`,
    );
    await client.query(`create table lake."${table}" (${typed})`);
    await client.query(
      `insert into lake."${table}" select ${own.map(([, , type], index) => `cast(c${index} as ${type})`).join(', ')}
       from unnest(${own.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as given (${own.map((_, index) => `c${index}`).join(', ')})`,
      own.map((_, index) => rows.map((row) => row[index] ?? null)),
    );
  }
  await client.end();
  connection.closeSync();
}
