import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { generate } from '@portolan/fixtures';
import { ingest } from '@portolan/ingest';
import { type BuildOptions, type BuildRecord, build, publishedBuild } from '@portolan/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeWith, type StudyLoad, smallModels } from './small-home.ts';

const load = (loadedAt: string, name: string, ...rows: [string, string][]): StudyLoad => ({
  loadedAt: `${loadedAt}T22:00:00.000Z`,
  name,
  rows,
});
const january = load('2026-01-31', 'january', ['S-1', 'I'], ['S-2', 'II']);
const february = load('2026-02-28', 'february', ['S-1', 'I'], ['S-2', 'III']);

const written = async (home: string, { id }: BuildRecord, file: string) =>
  JSON.parse(await readFile(join(home, 'builds', id, file), 'utf8'));

/** Ids of the build's models and tests by what was said of them, numbers aside. */
async function messages(home: string, record: BuildRecord): Promise<Map<string, string[]>> {
  const { results } = (await written(home, record, 'run_results.json')) as {
    results: { unique_id: string; message: string | null }[];
  };
  const told = new Map<string, string[]>();
  for (const { unique_id, message } of results) {
    const kind = `${unique_id.split('.')[0]}: ${String(message).replace(/\d+/g, 'n')}`;
    told.set(kind, [...(told.get(kind) ?? []), unique_id]);
  }
  return told;
}

/** Ids of the models that say how they are renewed in slices. */
async function slicedModels(home: string, record: BuildRecord): Promise<string[]> {
  const { nodes } = (await written(home, record, 'manifest.json')) as {
    nodes: Record<string, { resource_type: string; meta?: { slices?: { by?: unknown } } }>;
  };
  return Object.entries(nodes).flatMap(([id, { resource_type, meta }]) =>
    resource_type === 'model' && meta?.slices?.by !== undefined ? [id] : [],
  );
}

/** Rows of each table of a build, and the sums of their texts' hashes. */
async function tablesOf(home: string, { id }: BuildRecord): Promise<Record<string, string>> {
  const file = join(home, 'builds', id, 'warehouse.duckdb');
  const database = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await database.connect();
  const tables = await connection.runAndReadAll(
    `select schema_name || '.' || table_name from duckdb_tables() where not temporary and schema_name <> 'lake' order by 1`,
  );
  const contents: Record<string, string> = {};
  for (const [table] of tables.getRows()) {
    const content = await connection.runAndReadAll(
      `select count(*) || ' ' || coalesce(sum((md5 >> 64)::hugeint), 0) || ' ' || coalesce(sum((md5 & 18446744073709551615::uhugeint)::hugeint), 0)
       from (select md5_number(cast(rows as varchar)) as md5 from ${table} as rows)`,
    );
    contents[String(table)] = String(content.getRows()[0]?.[0]);
  }
  connection.closeSync();
  database.closeSync();
  return contents;
}

describe('a build goes on from the published one', () => {
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await smallModels();
  });

  /** Builds the first load, then both. */
  async function twice(options: Partial<BuildOptions> = {}) {
    const home = await homeWith([january]);
    const first = await build({ home, modelsDir });
    const arrived = await homeWith([february]);
    await cp(join(arrived, 'lake'), join(home, 'lake'), { recursive: true });
    return { home, first, second: await build({ home, modelsDir, ...options }) };
  }

  test('when loads were added, and holds what a build of everything holds', async () => {
    const { home, first, second } = await twice();
    expect(first.gone_on_from).toBeNull();
    expect(second.gone_on_from).toBe(first.id);
    const anew = await build({ home, modelsDir, force: true });
    expect(anew.gone_on_from).toBeNull();
    expect(second.marts).toEqual(anew.marts);
    expect(second.marts).not.toEqual(first.marts);
  });

  test.each([
    ['of single rows', 'IX'],
    ['of keys of several columns', 'ii'],
  ])('and holds the rows that came to the tests %s', async (_, phase) => {
    const home = await homeWith([january]);
    const first = await build({ home, modelsDir });
    const arrived = await homeWith([load('2026-02-28', 'february', ['S-1', 'I'], ['S-2', phase])]);
    await cp(join(arrived, 'lake'), join(home, 'lake'), { recursive: true });
    const failing = build({ home, modelsDir });
    await expect(failing).rejects.toThrow('1 models or tests failed');
    expect((await publishedBuild(home))?.id).toBe(first.id);
  });

  test('but not from one that cannot be read', async () => {
    const home = await homeWith([january]);
    const first = await build({ home, modelsDir });
    await rm(join(home, 'builds', first.id, 'run_results.json'));
    const second = await build({ home, modelsDir, asOfDate: '2026-03-31' });
    expect(second.gone_on_from).toBeNull();
    expect(second.anew_because).toBe('the last build could not be read or copied (ENOENT)');
    const file = join(home, 'builds', second.id, 'warehouse.duckdb');
    await rm(file);
    const third = await build({ home, modelsDir, asOfDate: '2026-04-30' });
    expect(third.gone_on_from).toBeNull();
    expect(third.marts).toEqual(second.marts);
  });

  test('but not where a load no longer counts', async () => {
    const home = await homeWith([january, february]);
    await build({ home, modelsDir });
    const folder = join(home, 'lake/study');
    const last = (await readdir(folder)).sort().at(-1) ?? '';
    await rm(join(folder, last), { recursive: true });
    const again = await build({ home, modelsDir });
    expect(again.gone_on_from).toBeNull();
    expect(again.anew_because).toBe('a load of the last build does not count any more');
    expect(again.loads).toHaveLength(1);
  });

  test('but not with other variables, and not as known on an earlier day', async () => {
    const other = await twice({ vars: { reporting_currency: 'USD' } });
    expect(other.second.gone_on_from).toBeNull();
    expect(other.second.anew_because).toContain('are other ones');
    const earlier = await twice({ asKnownAt: '2026-02-01' });
    expect(earlier.second.gone_on_from).toBeNull();
    expect(earlier.second.anew_because).toBeNull();
  });

  test('on another day too', async () => {
    const { home, first } = await twice();
    expect(first.as_of_date).toBe('2026-01-31');
    const later = await build({ home, modelsDir, asOfDate: '2026-03-31' });
    expect(later.gone_on_from).not.toBeNull();
    expect(later.as_of_date).toBe('2026-03-31');
  });
});

describe('over a portfolio', () => {
  const modelsDir = resolve(import.meta.dirname, '../../models');
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'portolan-renewal-'));
    await generate({ size: 'small', seed: 1, out: join(root, 'portfolio') });
  }, 120_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  test('renewing all that can be renewed in part equals building everything', async () => {
    const home = join(root, 'home');
    const deliveries = join(root, 'portfolio/deliveries');
    const days = (await readdir(deliveries)).sort();
    const last = days.at(-1) ?? '';
    const arrive = (day: string, paths: readonly string[]) =>
      ingest({
        home,
        paths: paths.map((path) => join(deliveries, day, path)),
        receivedAt: `${day}T22:00:00Z`,
      });
    for (const day of days.slice(0, -1)) await arrive(day, ['.']);
    let before = await build({ home, modelsDir });
    const all = join(root, 'all');
    await mkdir(all);
    await symlink(join(home, 'lake'), join(all, 'lake'));

    const inSlices = new Set<string>();
    const asWholes = new Set<string>();

    /** Goes on from the build before, whatever it went on from, and holds that to a build of everything. */
    async function renewedAsAnew(asOfDate = last) {
      const renewed = await build({ home, modelsDir, smallestSliced: 0, asOfDate });
      expect(renewed.gone_on_from).toBe(before.id);
      const anew = await build({ home: all, modelsDir, force: true, asOfDate });
      expect(await tablesOf(home, renewed), asOfDate).toEqual(await tablesOf(all, anew));
      expect(renewed.marts, asOfDate).toEqual(anew.marts);
      expect(await written(home, renewed, 'metrics.json')).toEqual(
        await written(all, anew, 'metrics.json'),
      );
      const told = await messages(home, renewed);
      for (const id of told.get('model: renewed n rows in slices') ?? []) inSlices.add(id);
      for (const id of told.get('model: renewed n rows') ?? []) asWholes.add(id);
      expect(renewed.marts, asOfDate).not.toEqual(before.marts);
      before = renewed;
      return told;
    }

    const files = await readdir(join(deliveries, last), { recursive: true });
    const changes = files.filter((file) => /_(updates|deletes)\./.test(file));
    expect(changes.filter((file) => file.includes('_deletes'))).toHaveLength(2);
    await arrive(last, changes);
    await renewedAsAnew();
    await arrive(last, ['.']);
    const told = await renewedAsAnew();
    expect(told.get('model: unchanged since the last build')?.length).toBeGreaterThan(40);

    // Back over months, over a month end, within a month, and forward again.
    for (const asOfDate of [days[1] ?? '', '2026-02-01', '2026-02-20', last])
      await renewedAsAnew(asOfDate);

    const sliced = await slicedModels(home, before);
    expect(sliced.filter((id) => inSlices.has(id)).length).toBeGreaterThan(40);
    expect(sliced.filter((id) => asWholes.has(id) && !inSlices.has(id))).toEqual([]);
  }, 1_800_000);
});
