import { hashLake, ingest, retractLoad } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from '../home.ts';

let one: TestHome;
let other: TestHome;
beforeEach(() => {
  one = testHome();
  other = testHome();
});
afterEach(() => {
  one.remove();
  other.remove();
});

const GERMANY = siteCsv('X-1,10,r,P,2026-01-05,DE', 'X-1,10,r,P,2026-13-05,DE');
const consent = (...subjects: string[]): string =>
  ['subjid,consdt,conscat,consyn', ...subjects.map((id) => `${id},16035.0,MAIN,Y`), ''].join('\n');

test('lakes of the same files are equal, whenever and in whatever order they were loaded', async () => {
  await one.load('sites.csv', GERMANY);
  await one.load('c.csv', consent('1', '2'));
  const path = await other.deliver('c.csv', consent('1', '2'));
  await ingest({ home: other.home, paths: [path], receivedAt: '2020-01-01T00:00:00Z' });
  await other.load('sites.csv', GERMANY);
  const hashed = await hashLake(one.home);
  expect(hashed).toMatchObject({ loads: 2, rows: 3, rejected: 1 });
  expect(await hashLake(other.home)).toEqual(hashed);
});

test('one cell, one refused row, the order of rows or a retraction makes another hash', async () => {
  const hashes = new Set<string>();
  const { hash: empty } = await hashLake(one.home);
  hashes.add(empty);
  for (const content of [consent('1', '2'), consent('2', '1'), consent('1', '3')]) {
    const at = testHome();
    await at.load('c.csv', content);
    hashes.add((await hashLake(at.home)).hash);
    at.remove();
  }
  const { load_id = '' } = await one.load('c.csv', consent('1', '2'));
  const { hash } = await hashLake(one.home);
  expect(hashes.has(hash)).toBe(true);
  await retractLoad(one.home, load_id, 'sent twice');
  hashes.add((await hashLake(one.home)).hash);
  expect(hashes.size).toBe(5);
});
