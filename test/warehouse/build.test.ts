import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { build, publishedBuild } from '@portolan/warehouse';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { homeWith, type StudyLoad, smallModels } from './small-home.ts';

let modelsDir: string;

beforeAll(async () => {
  modelsDir = await smallModels();
});

const january: StudyLoad = {
  loadedAt: '2026-01-31T22:00:00.000Z',
  name: 'january',
  rows: [
    ['S-1', 'I'],
    ['S-2', 'II'],
  ],
};
const february: StudyLoad = {
  loadedAt: '2026-02-28T22:00:00.000Z',
  name: 'february',
  rows: [
    ['S-2', 'III'],
    ['S-1', 'I'],
  ],
};

async function studies(home: string, id: string): Promise<unknown[]> {
  const file = join(home, 'builds', id, 'warehouse.duckdb');
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('select * from marts.studies order by 1');
  connection.closeSync();
  instance.closeSync();
  return reader.getRows();
}

describe('build', () => {
  test('publishes the marts with what they were made of', async () => {
    const home = await homeWith([january, february]);
    const record = await build({ home, modelsDir });
    expect(record.status).toBe('success');
    expect(record.as_of_date).toBe('2026-02-28');
    expect(record.loads).toHaveLength(2);
    expect(record.marts.studies?.rows).toBe(2);
    expect((await publishedBuild(home))?.id).toBe(record.id);
    expect(await readdir(join(home, 'builds', record.id))).toEqual(
      expect.arrayContaining([
        'build.json',
        'manifest.json',
        'run_results.json',
        'warehouse.duckdb',
      ]),
    );
  });

  test('leaves out a load from when it was retracted, and a purged one altogether', async () => {
    const home = await homeWith([january, february]);
    const first = await build({ home, modelsDir });
    const [old, late] = first.loads.map(({ load_id }) => load_id);
    const retraction = { load_id: late, retracted_at: '2026-03-02T08:00:00.000Z' };
    const path = join(home, 'lake/study', `retraction=${late}.json`);
    await writeFile(path, JSON.stringify(retraction));
    const after = await build({ home, modelsDir });
    expect(after.fingerprint).not.toBe(first.fingerprint);
    expect(after.loads.map(({ load_id }) => load_id)).toEqual([old]);
    expect(await studies(home, after.id)).toContainEqual(['S-2', 'II']);
    const asKnownAt = '2026-03-01T00:00:00Z';
    const before = await build({ home, modelsDir, asKnownAt });
    expect(before.loads.map(({ load_id }) => load_id)).toEqual([old, late]);
    await mkdir(join(home, 'lake/purges'));
    const purge = { loads: [{ load_id: old }] };
    await writeFile(join(home, 'lake/purges/000001.json'), JSON.stringify(purge));
    const purged = await build({ home, modelsDir, asKnownAt });
    expect(purged.loads.map(({ load_id }) => load_id)).toEqual([late]);
  });

  test('stands without the lake', async () => {
    const home = await homeWith([february]);
    const { id } = await build({ home, modelsDir });
    await rm(join(home, 'lake'), { recursive: true });
    expect(await studies(home, id)).toEqual([
      ['S-1', 'I'],
      ['S-2', 'III'],
    ]);
  });

  test('rebuilt from the lake, or from reordered rows, gives the same content', async () => {
    const home = await homeWith([january, february]);
    const first = await build({ home, modelsDir });
    await rm(join(home, 'builds'), { recursive: true });
    const again = await build({ home, modelsDir, force: true });
    const reversed = await homeWith([
      { ...february, rows: [...february.rows].reverse() },
      { ...january, rows: [...january.rows].reverse() },
    ]);
    const other = await build({ home: reversed, modelsDir });
    expect(again.marts).toEqual(first.marts);
    expect(other.marts).toEqual(first.marts);
  });

  test('made of the same within one second has a name of its own', async () => {
    const home = await homeWith([january]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T08:00:00.001Z') });
    try {
      const first = await build({ home, modelsDir });
      vi.advanceTimersByTime(1);
      const again = await build({ home, modelsDir, force: true });
      expect(again.fingerprint).toBe(first.fingerprint);
      expect(again.id).not.toBe(first.id);
      expect((await publishedBuild(home))?.id).toBe(again.id);
    } finally {
      vi.useRealTimers();
    }
  });

  test('made of the same as the published one is the published one', async () => {
    const home = await homeWith([january]);
    const first = await build({ home, modelsDir });
    expect((await build({ home, modelsDir })).id).toBe(first.id);
    expect(await readdir(join(home, 'builds'))).toHaveLength(1);
  });

  test('clears away what a killed build left, and leaves a running one alone', async () => {
    const home = await homeWith([january]);
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const [name, owner] of [
      ['killed', gone],
      ['running', process.pid],
    ] as const) {
      await mkdir(join(home, 'builds', `${name}.partial`), { recursive: true });
      await writeFile(join(home, 'builds', `${name}.partial`, 'owner'), String(owner));
    }
    const { id } = await build({ home, modelsDir });
    expect((await readdir(join(home, 'builds'))).sort()).toEqual([id, 'running.partial']);
    expect(await readdir(join(home, 'builds', id))).not.toContain('owner');
  });

  test('what the database says of values is not repeated', async () => {
    const home = await homeWith([january]);
    const models = await smallModels();
    const model =
      "{{ config(materialized='table', schema='marts') }} select cast('Jane Doe' as integer) as n";
    await writeFile(join(models, 'marts/wrong.sql'), model);
    await expect(build({ home, modelsDir: models })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      hint: expect.stringMatching(/^wrong: the database refused its SQL \(Conversion Error\)\n/),
    });
  });

  test('as known on an earlier day uses what had arrived, and is not published', async () => {
    const home = await homeWith([january, february]);
    const latest = await build({ home, modelsDir });
    const earlier = await build({ home, modelsDir, asKnownAt: '2026-02-01' });
    expect(await studies(home, earlier.id)).toEqual([
      ['S-1', 'I'],
      ['S-2', 'II'],
    ]);
    expect(earlier.as_of_date).toBe('2026-01-31');
    expect((await publishedBuild(home))?.id).toBe(latest.id);
  });

  test('is kept and not published when a test fails, and says which', async () => {
    const home = await homeWith([january]);
    const good = await build({ home, modelsDir });
    const bad = await homeWith([january, { ...february, rows: [['S-2', 'IX']] }]);
    await expect(build({ home: bad, modelsDir })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      hint: expect.stringContaining('accepted_values'),
    });
    expect(existsSync(join(bad, 'current'))).toBe(false);
    const [kept = ''] = await readdir(join(bad, 'builds'));
    const record = JSON.parse(await readFile(join(bad, 'builds', kept, 'build.json'), 'utf8'));
    expect(record.status).toBe('failed');
    expect((await publishedBuild(home))?.id).toBe(good.id);
  });

  test.each([
    ['an empty home', [], {}, 'LAKE_MISSING', 'nothing has been ingested'],
    [
      'a time before every load',
      [january],
      { asKnownAt: '2020-01-01' },
      'NOTHING_KNOWN',
      'No load',
    ],
    [
      'a malformed time',
      [january],
      { asKnownAt: 'soon' },
      'TIME_MALFORMED',
      '"soon" is not a time',
    ],
    [
      'a malformed date',
      [january],
      { asOfDate: '31.3.' },
      'TIME_MALFORMED',
      '"31.3." is not a date',
    ],
  ])('%s gives one sentence', async (_name, loads, options, code, sentence) => {
    const home = await homeWith(loads);
    await expect(build({ home, modelsDir, ...options })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence),
    });
  });
});
