import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProject, type Project, RunnerError } from 'dbt-ts-runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TrinoClient, TrinoError } from '../../packages/dbt-ts-runner/adapter/trino/client.ts';
import { startTrino } from '../dbt-ts-runner/support/trino_server.ts';
import { emptyCopies } from './engines/empty-copies.ts';
import { createEmptyLake, modelsDir, openModels } from './project.ts';

const server = await startTrino();
afterAll(() => server?.stop());

const settings = {
  ...{ server: `http://127.0.0.1:${server?.port}`, user: 'builder', catalog: 'lake' },
  ...{ schema: 'main', password: undefined, source: 'models', headers: {}, session: {} },
  checksCertificate: true,
};
const profiles = `portolan: {target: trino, outputs: {trino: {type: trino, host: 127.0.0.1,
  port: ${server?.port}, user: builder, database: lake, schema: main, threads: 4}}}`;

/** With a client of its own, as a client sends what it prepared along with all that follows. */
async function ask(sql: string): Promise<void> {
  const client = await TrinoClient.create(settings);
  await client.run(sql);
}

/** What the server finds wrong in a query: in its grammar, its names and its types. */
async function faultIn(query: string): Promise<string | undefined> {
  try {
    await ask(`explain (type validate) ${query}`);
    return undefined;
  } catch (error) {
    const cause = error instanceof RunnerError ? error.cause : undefined;
    if (cause instanceof TrinoError) return cause.message;
    throw error;
  }
}

/** Four at a time. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

/** The models on the server, whose connection a profile in a folder of its own tells. */
async function openOnTrino(): Promise<Project> {
  const profilesDir = await mkdtemp(join(tmpdir(), 'portolan-trino-'));
  await writeFile(join(profilesDir, 'profiles.yml'), profiles);
  const project = await openProject(modelsDir, { profilesDir, targetPath: null });
  await rm(profilesDir, { recursive: true, force: true });
  return project;
}

describe.skipIf(server === undefined)('on Trino', { timeout: 600_000 }, () => {
  let onDuckdb: Project;
  let onTrino: Project;

  /** Some macros ask which columns a relation has, so Trino gets those of a build on DuckDB. */
  beforeAll(async () => {
    const { project, database } = await openModels();
    onDuckdb = project;
    const connection = await database.connect();
    await createEmptyLake(connection);
    expect((await project.seed().finished()).success).toBe(true);
    expect((await project.run().finished()).success).toBe(true);
    const { schemas, tables } = await emptyCopies(connection);
    connection.closeSync();
    for (const schema of schemas) await ask(schema);
    await forEach(tables, ask);
    onTrino = await openOnTrino();
  }, 1_800_000);
  afterAll(async () => {
    await onTrino.close();
    await onDuckdb.close();
  });

  test('every model and every test of rows is in the grammar, and means something', async () => {
    const { results } = await onTrino.compileAll().finished();
    const faults = results
      .filter(({ status }) => status !== 'success')
      .map(({ uniqueId, message }) => `${uniqueId}: ${message}`);
    const parsed = { model: 0, test: 0 };
    await forEach(results, async ({ uniqueId, node: { resource_type: kind }, compiledCode }) => {
      if (compiledCode === undefined || (kind !== 'model' && kind !== 'test')) return;
      const error = await faultIn(compiledCode);
      if (error !== undefined) faults.push(`${uniqueId}: ${error}`);
      parsed[kind]++;
    });
    expect(faults.sort()).toEqual([]);
    expect(parsed.model).toBeGreaterThan(300);
    expect(parsed.test).toBeGreaterThan(300);
  });

  test.each([
    'select * replace (1 as a) from t',
    'select percentile_cont(0.5) within group (order by a) from t',
    'select a::integer from t',
    'select from t',
  ])('%s is not in the grammar', async (query) => {
    expect(await faultIn(query)).toContain('mismatched input');
  });

  test('what no function is called has no meaning', async () => {
    expect(await faultIn('select date_diffs(1)')).toContain('not registered');
  });

  test('medians are those of DuckDB', async () => {
    const inline = `
      select n, cast({{ median('a') }} as decimal(38, 10)) as middle
      from (values (0, null), (1, 7), (2, 9), (2, 6), (3, 1), (3, 8), (3, 8), (3, null),
        (4, 10), (4, 5), (4, 6), (4, -20)) as given (n, a)
      group by n order by n`;
    for (const project of [onDuckdb, onTrino]) {
      const [preview] = await project.show({ inline, limit: null });
      expect(preview?.rows).toEqual([
        [0, null],
        [1, 7],
        [2, 7.5],
        [3, 8],
        [4, 5.5],
      ]);
    }
  });
});
