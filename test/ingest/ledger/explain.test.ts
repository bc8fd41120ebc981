import { explainLoad, findLoad, readLedger, refusalsOf, retractLoad } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from '../home.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const explained = async (id = ''): Promise<string> => {
  const all = await readLedger(at.home);
  const load = findLoad(all, id);
  return explainLoad(load, all, await refusalsOf(load)).join('\n');
};

test('says what came, what was taken and why not, what it replaces and what a build makes of it', async () => {
  const first = await at.load('a.csv', siteCsv('X-1,10,r10,P10,2026-01-05,DE'));
  const second = await at.load(
    'b.csv',
    siteCsv('X-1,10,r10,P10,2026-01-05,DE', 'X-1,11,r11,P11,2026-02-30,SECRET'),
  );
  const text = await explained(second.load_id);
  expect(text).toContain('the file b.csv arrived');
  expect(text).toContain('profile clindata-ctms');
  expect(text).toContain('2 rows read: 1 accepted, 1 refused.');
  expect(text).toMatch(/Refused by invalid_date in activation_date: 1 row, first row 2/);
  expect(text).toContain(`It replaces load ${first.load_id}`);
  expect(text).toContain('because rows were refused, it deletes nothing by absence');
  expect(text).not.toMatch(/SECRET|2026-02-30/);
  const before = await explained(first.load_id);
  expect(before).toContain('It is the first load of site');
  expect(before).toContain(`Load ${second.load_id} has replaced it since.`);
  expect(before).toContain('counts rows of its scope that it no longer holds as deleted');
});

test('a retracted load, and the one that brings it back', async () => {
  const csv = siteCsv('X-1,10,r10,P10,2026-01-05,DE');
  const { load_id = '' } = await at.load('a.csv', csv);
  await retractLoad(at.home, load_id, 'sent in error');
  const again = await at.load('a.csv', csv);
  expect(await explained(load_id)).toMatch(
    /was retracted on .* \(sent in error\): a build ignores/,
  );
  expect(await explained(load_id)).toContain(`Load ${again.load_id} has brought its content back`);
  expect(await explained(again.load_id)).toContain(`It brings back load ${load_id}`);
});
