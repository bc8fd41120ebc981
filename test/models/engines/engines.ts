import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { BuildRecord } from '@portolan/warehouse';
import { openProject, type Project, type RunEvent } from 'dbt-ts-runner';
import pg from 'pg';
import { readContracts } from '../../../warehouse/contracts.ts';
import { createLakeSchema } from '../../../warehouse/lake-schema.ts';
import { readLoads } from '../../../warehouse/loads.ts';
import { modelsDir } from '../project.ts';
import { copyLake } from './copy-lake.ts';
import { layMappedRows } from './mapped-rows.ts';

/** What is built on both engines, and where. */
export interface Engines {
  readonly home: string;
  /** Its published build, whose variables are used. */
  readonly published: BuildRecord;
  /** The port of a PostgreSQL server on loopback whose database `postgres` is empty. */
  readonly port: number;
  readonly onEvent?: (engine: Engine, event: RunEvent) => void;
}

export type Engine = 'duckdb' | 'postgres';

/** What both engines made of the models. */
export interface Comparison {
  /** Nodes by status. */
  readonly counts: Readonly<Record<Engine, Readonly<Record<string, number>>>>;
  readonly relations: number;
  /** Relations whose rows or columns differ, each with rows of one engine that the other has not. */
  readonly unequal: readonly string[];
}

const profiles = (port: number) => `
portolan:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: warehouse.duckdb, schema: main}
    postgres: {type: postgres, host: 127.0.0.1, port: ${port}, user: postgres, dbname: postgres, schema: main, threads: 2}
`;

/** Builds the models over one lake on DuckDB and on PostgreSQL, and holds every relation's rows to the other's. */
export async function compareEngines(engines: Engines): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-engines-'));
  await writeFile(join(folder, 'profiles.yml'), profiles(engines.port));
  const database = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'));
  const projects: Project[] = [];
  try {
    await fillLakes(database, engines);
    const { published, onEvent = () => undefined } = engines;
    const vars = { ...published.vars, item_maps: {} };
    const built = async (target: Engine) => {
      const options = { profilesDir: folder, vars, targetPath: null, target };
      const project = await openProject(
        modelsDir,
        target === 'duckdb' ? { ...options, database } : options,
      );
      projects.push(project);
      let counts: Comparison['counts'][Engine] = {};
      for await (const event of project.build()) {
        onEvent(target, event);
        if (event.kind === 'run_finished') counts = event.summary.counts;
      }
      return { project, counts };
    };
    const duckdb = await built('duckdb');
    const postgres = await built('postgres');
    const relations = duckdb.project.manifest.refables();
    const unequal: string[] = [];
    const decimals = await decimalsOf(duckdb.project);
    for (const { name, schema, alias } of relations) {
      const exact = (decimals.get(`${schema}.${alias}`) ?? []).map(
        (column) => `, cast(cast("${column}" as decimal(38, 10)) as varchar) as "exact ${column}"`,
      );
      const inline = `select *${exact.join('')} from "${schema}"."${alias}"`;
      const difference = differenceOf(
        await rowsOf(duckdb.project, inline),
        await rowsOf(postgres.project, inline),
      );
      if (difference !== undefined) unequal.push(`${name}: ${difference}`);
    }
    const counts = { duckdb: duckdb.counts, postgres: postgres.counts };
    return { counts, relations: relations.length, unequal };
  } finally {
    for (const project of projects) await project.close();
    database.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fillLakes(
  database: DuckDBInstance,
  { home, published, port }: Engines,
): Promise<void> {
  const connection = await database.connect();
  const server = new pg.Client(`postgres://postgres@127.0.0.1:${port}/postgres`);
  await server.connect();
  try {
    const loads = await readLoads(join(home, 'lake'), new Date(8.64e15));
    await createLakeSchema(connection, await readContracts(), loads);
    await layMappedRows(connection, home, published);
    await copyLake(connection, server);
    // Tables that a run has just made have no statistics yet, and the guess of one row is a loop over all.
    await server.query('alter database postgres set enable_nestloop = off');
    await server.query("alter database postgres set work_mem = '256MB'");
    await server.query('alter database postgres set jit = off');
  } finally {
    await server.end();
    connection.closeSync();
  }
}

/** Columns of decimals by table, whose values are compared to the last digit, where a number of JavaScript has sixteen. */
async function decimalsOf(project: Project): Promise<Map<string, string[]>> {
  const inline = `select table_schema || '.' || table_name, column_name from information_schema.columns
    where data_type like 'DECIMAL%' order by 1, 2`;
  const [preview] = await project.show({ inline, limit: null });
  const decimals = new Map<string, string[]>();
  for (const [table, column] of preview?.rows ?? [])
    decimals.set(String(table), [...(decimals.get(String(table)) ?? []), String(column)]);
  return decimals;
}

/** Columns, then rows in an order of their own. */
async function rowsOf(project: Project, inline: string): Promise<string[]> {
  const [preview] = await project.show({ inline, limit: null });
  const rows = preview?.rows.map((row) => JSON.stringify(row)) ?? [];
  return [JSON.stringify(preview?.columns), ...rows.sort()];
}

function differenceOf(duckdb: readonly string[], postgres: readonly string[]): string | undefined {
  if (duckdb.length === postgres.length && duckdb.every((row, i) => row === postgres[i])) return;
  const lacking = (rows: readonly string[], others: readonly string[]) => {
    const known = new Set(others);
    return rows.filter((row) => !known.has(row));
  };
  const onlyDuckdb = lacking(duckdb, postgres);
  const onlyPostgres = lacking(postgres, duckdb);
  return [
    `${duckdb.length - 1} rows on DuckDB, ${postgres.length - 1} on PostgreSQL`,
    ...onlyDuckdb.slice(0, 2).map((row) => `  only DuckDB (${onlyDuckdb.length}): ${row}`),
    ...onlyPostgres.slice(0, 2).map((row) => `  only PostgreSQL (${onlyPostgres.length}): ${row}`),
  ].join('\n');
}
