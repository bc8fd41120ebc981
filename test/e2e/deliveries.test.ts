import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from '../ingest/home.ts';
import { type Outcome, portolan } from './portolan.ts';

const SECRET = '2026-02-30';
const row = (number: number, day = '2026-01-05'): string =>
  `X-1,${number},r${number},P${number},${day},DE`;

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

/** Runs a command that must end with `code`. */
const run = async (code: number, ...args: string[]): Promise<Outcome> => {
  const outcome = await portolan(at.home, ...args);
  expect(outcome, `${outcome.stdout}${outcome.stderr}`).toMatchObject({ code });
  return outcome;
};

const json = async (...args: string[]): Promise<Record<string, unknown>[]> =>
  JSON.parse((await run(0, ...args, '--json')).stdout);

test('rows that were refused are listed, exported and corrected, and a load is withdrawn by its record', async () => {
  const sites = await at.deliver('sites.csv', siteCsv(row(10), row(11, SECRET)));
  const checked = await run(0, 'profile', 'check', sites);
  expect(checked.stderr + checked.stdout).toContain('Nothing was loaded');
  expect(await json('loads', 'list')).toEqual([]);

  await run(0, 'ingest', sites);
  const [load] = await json('loads', 'list', '--feed', 'site');
  const id = String(load?.load_id);
  expect(load).toMatchObject({ rows_read: 2, rows_rejected: 1, state: 'in force' });
  const shown = (await run(0, 'loads', 'show', id)).stdout;
  expect(shown).toContain('invalid_date');
  const explained = (await run(0, 'loads', 'explain', id)).stdout;
  expect(explained).toContain('sites.csv');
  expect(await json('quarantine', 'list')).toMatchObject([
    { load_id: id, rule: 'invalid_date', column: 'activation_date', rows: 1 },
  ]);
  const listed = (await run(0, 'quarantine', 'list')).stdout;
  for (const text of [shown, explained, listed]) expect(text).not.toContain(SECRET);

  const out = join(at.home, 'refused.csv');
  expect((await run(0, 'quarantine', 'export', id, '--out', out)).stdout).toContain('1 rows');
  await writeFile(`${out}.new.csv`, (await readFile(out, 'utf8')).replace(SECRET, '2026-02-28'));
  await run(0, 'quarantine', 'correct', id, `${out}.new.csv`);
  expect(await json('quarantine', 'list')).toEqual([]);

  await run(2, 'loads', 'retract', id);
  await run(0, 'loads', 'retract', id, '--why', 'a wrong extract');
  const [, retracted] = await json('loads', 'list');
  expect(retracted).toMatchObject({ load_id: id, state: 'retracted' });
  expect((await run(0, 'loads', 'show', id)).stdout).toContain('a wrong extract');
}, 240_000);

test('a snapshot that shrank is taken once that is confirmed, with the reason', async () => {
  const many = Array.from({ length: 100 }, (_, number) => row(number));
  await run(0, 'ingest', await at.deliver('sites-1.csv', siteCsv(...many)));
  const fewer = await at.deliver('sites-2.csv', siteCsv(...many.slice(0, 30)));
  expect((await run(1, 'ingest', fewer)).stderr).toContain('30 rows');
  await run(0, 'ingest', fewer, '--accept-shrink', 'region sold');
  const [load] = await json('loads', 'list');
  expect(load).toMatchObject({ rows_accepted: 30, shrink_accepted: 'region sold' });
}, 120_000);

test('a profile that was proposed for an unknown file loads it', async () => {
  const file = await at.deliver(
    'centres.csv',
    'Study ID;Site ID;Site Number;Investigator;Country\nX-1;S-1;101;A. Person;DE\nX-1;S-2;102;B. Person;FR\n',
  );
  await run(1, 'ingest', file);
  const { stdout } = await run(0, 'profile', 'propose', file);
  expect(stdout).not.toContain('Person');
  const [yaml = ''] = stdout.split('---\n');
  await at.deliver('../home/sources/centres.yaml', yaml);
  await run(0, 'ingest', file);
  expect((await json('loads', 'list'))[0]).toMatchObject({ rows_accepted: 2 });
}, 120_000);
