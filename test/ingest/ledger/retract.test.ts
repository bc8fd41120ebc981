import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLoad, ingest, readLedger, retractLoad } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLoads } from '../../../warehouse/loads.ts';
import { siteCsv, type TestHome, testHome } from '../home.ts';

const JANUARY = siteCsv('X-1,10,r10,P10,2026-01-05,DE');
const FEBRUARY = siteCsv('X-1,10,r10,P10,2026-01-05,FR');
const END = new Date('9999-01-01');

describe('a retracted load', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const inForce = async (until = END) =>
    (await readLoads(join(at.home, 'lake'), until)).map((load) => load.load_id);

  test('is ignored by builds from then on, and used by those as known before', async () => {
    const { load_id: january = '' } = await at.load('a.csv', JANUARY);
    const { load_id: february = '' } = await at.load('b.csv', FEBRUARY);
    const retraction = await retractLoad(at.home, february, 'wrong export');
    expect(retraction).toMatchObject({ load_id: february, feed: 'site', why: 'wrong export' });
    expect(retraction.retracted_by).toMatch(/.@./);
    expect(await inForce()).toEqual([january]);
    const just = new Date(retraction.retracted_at);
    expect(await inForce(just)).toEqual([january]);
    expect(await inForce(new Date(just.getTime() - 1))).toEqual([january, february]);
    expect(at.loads('site')).toHaveLength(2);
    const rows = readdirSync(join(at.home, 'lake/site', `load=${february}`));
    expect(rows.sort()).toEqual(['load.json', 'part-0.parquet']);
  });

  test('is named by the beginning of its id, where that is one load', async () => {
    const { load_id: first = '' } = await at.load('a.csv', JANUARY);
    const { load_id: second = '' } = await at.load('b.csv', FEBRUARY);
    const loads = await readLedger(at.home);
    expect(findLoad(loads, first.slice(0, -3)).record.load_id).toBe(first);
    expect(() => findLoad(loads, '20')).toThrow(`2 loads begin so, among them ${first}, ${second}`);
    expect(() => findLoad(loads, 'x')).toThrow('x: no load begins so');
    expect(() => findLoad(loads, '')).toThrow('no load begins so');
    await expect(retractLoad(at.home, '20', 'why')).rejects.toMatchObject({
      code: 'AMBIGUOUS_LOAD',
    });
  });

  test('is retracted once, and its record never changes', async () => {
    const { load_id = '' } = await at.load('a.csv', JANUARY);
    await retractLoad(at.home, load_id, 'first reason');
    const path = join(at.home, 'lake/site', `retraction=${load_id}.json`);
    const before = readFileSync(path, 'utf8');
    await expect(retractLoad(at.home, load_id, 'second')).rejects.toMatchObject({
      code: 'LOAD_RETRACTED',
      message: expect.stringContaining('(first reason)'),
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(join(at.home, 'lake/.staging'))).toEqual([]);
  });

  test('two that retract it at once: one does, the other is told', async () => {
    const { load_id = '' } = await at.load('a.csv', JANUARY);
    const both = await Promise.allSettled([
      retractLoad(at.home, load_id, 'one'),
      retractLoad(at.home, load_id, 'two'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('comes back as a new load when its file is ingested again', async () => {
    const { load_id = '' } = await at.load('a.csv', JANUARY);
    await retractLoad(at.home, load_id, 'too early');
    const again = await at.load('a.csv', JANUARY);
    expect(again).toMatchObject({ outcome: 'loaded', rows_accepted: 1 });
    expect(at.loads('site').at(-1)).toMatchObject({ load_id: again.load_id, reinstates: load_id });
    expect(await inForce()).toEqual([again.load_id]);
    expect(await at.load('a.csv', JANUARY)).toMatchObject({
      outcome: 'already_loaded',
      load_id: again.load_id,
    });
    expect(readdirSync(join(at.home, 'lake/files'))).toHaveLength(1);
  });

  test('comes back under the same stated time too, a millisecond later', async () => {
    const path = await at.deliver('a.csv', JANUARY);
    const receivedAt = '2026-01-31T22:00:00Z';
    const [first] = (await ingest({ home: at.home, paths: [path], receivedAt })).files;
    await retractLoad(at.home, first?.load_id ?? '', 'wrong');
    await ingest({ home: at.home, paths: [path], receivedAt });
    expect(at.loads('site').map((load) => load.loaded_at)).toEqual([
      '2026-01-31T22:00:00.000Z',
      '2026-01-31T22:00:00.001Z',
    ]);
    expect(await at.rows('site', '_loaded_at')).toHaveLength(2);
  });

  test('no longer counts as the snapshot that a later one may not shrink from', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `X-1,${i},r${i},P${i},2026-01-05,DE`);
    const { load_id = '' } = await at.load('big.csv', siteCsv(...many));
    expect(await at.load('small.csv', JANUARY)).toMatchObject({ code: 'SNAPSHOT_SHRUNK' });
    await retractLoad(at.home, load_id, 'sites of another study');
    expect(await at.load('small.csv', JANUARY)).toMatchObject({ outcome: 'loaded' });
  });
});
