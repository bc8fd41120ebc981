import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  completePurges,
  ingest,
  type PurgeRecord,
  purge,
  readLedger,
  verifyPurges,
} from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLoads } from '../../../warehouse/loads.ts';
import { siteCsv, type TestHome, testHome } from '../home.ts';

const OLD = siteCsv('X-1,10,r10,P10,2016-01-05,DE', 'X-1,11,r11,P11,2016-02-30,DE');
const NEW = siteCsv('X-1,10,r10,P10,2016-01-05,FR');

describe('a purge', () => {
  let at: TestHome;
  let old: string;
  beforeEach(async () => {
    at = testHome();
    const paths = [await at.deliver('old.csv', OLD)];
    const { files } = await ingest({ home: at.home, paths, receivedAt: '2016-03-01T00:00:00Z' });
    old = files[0]?.load_id ?? '';
    await at.load('new.csv', NEW);
  });
  afterEach(() => at.remove());

  const lake = (...path: string[]) => join(at.home, 'lake', ...path);
  const record = (sequence: number) => lake('purges', `00000${sequence}.json`);
  const purgeOld = () => purge(at.home, { before: '2020-01-01' }, 'retention has ended');
  const problems = async () => (await verifyPurges(at.home)).problems;

  test('removes rows, quarantine, original and inbox copy, and says what they were', async () => {
    await mkdir(join(at.home, 'inbox/ctms'), { recursive: true });
    await writeFile(join(at.home, 'inbox/ctms/renamed.csv'), OLD);
    const { files, loads, ...rest } = await purgeOld();
    expect(rest).toMatchObject({ sequence: 1, why: 'retention has ended', previous: '' });
    expect(loads).toMatchObject([{ load_id: old, rows_accepted: 1, rows_rejected: 1 }]);
    const sha = loads[0]?.file_sha256 ?? '';
    expect(files.map(({ path }) => path)).toEqual([
      `lake/site/load=${old}/part-0.parquet`,
      `lake/site/load=${old}/rejected.parquet`,
      `lake/files/${sha}/old.csv`,
      'inbox/ctms/renamed.csv',
    ]);
    expect(files.at(-1)).toMatchObject({ bytes: OLD.length, sha256: sha });
    expect(files.filter(({ path }) => existsSync(join(at.home, path)))).toEqual([]);
    expect(existsSync(lake('files', sha))).toBe(false);
    expect(readdirSync(lake('site', `load=${old}`))).toEqual(['load.json']);
    expect(await problems()).toEqual([]);
  });

  test('leaves a record that explains itself, and no build uses the load, of whatever time', async () => {
    await purgeOld();
    const ledger = await readLedger(at.home);
    expect(ledger.map((load) => load.purge?.why)).toEqual(['retention has ended', undefined]);
    expect(await readLoads(lake(), new Date('2017-01-01'))).toEqual([]);
    expect(await readLoads(lake(), new Date('9999-01-01'))).toHaveLength(1);
  });

  test('of the same loads again finds nothing; the file does not come back unseen', async () => {
    await purgeOld();
    await expect(purgeOld()).rejects.toMatchObject({ code: 'NOTHING_TO_PURGE' });
    const again = await at.load('again.csv', OLD);
    expect(again).toMatchObject({ outcome: 'refused', code: 'LOAD_PURGED' });
    expect(again.messages[0]).toContain(old);
    expect(readdirSync(lake('files'))).toHaveLength(1);
  });

  test('with a delivery that lacks them erases who took back the consent to be kept', async () => {
    const subjects = (...rows: string[]) =>
      ['protocol,site_num,site_row_id,pi_number,site_active_dt,country', ...rows, ''].join('\n');
    const left = 'X-9,77,withdrawn,P77,2015-01-05,DE';
    const kept = 'X-9,78,staying,P78,2015-01-05,DE';
    const first = await at.load('all.csv', subjects(left, kept));
    await at.load('without.csv', subjects(kept, kept.replaceAll('8', '9')));
    const { loads } = await purge(at.home, { load: first.load_id ?? '' }, 'erasure asked for');
    expect(loads.map(({ load_id }) => load_id)).toEqual([first.load_id]);
    const told = JSON.stringify(await at.rows('site', '*'));
    expect(told).toContain('staying');
    expect(told).not.toContain('withdrawn');
    for (const file of readdirSync(at.home, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.includes('withdrawn'), file.name).toBe(false);
    }
  });

  test('by class takes the feeds that may hold such columns', async () => {
    await at.load('c.csv', 'subjid,consdt,conscat,consyn\n01,16035.0,MAIN,Y\n');
    const before = '2099-01-01';
    const personal = await purge(at.home, { class: 'subject_level', before }, 'withdrawn');
    expect(personal.loads.map(({ feed }) => feed)).toEqual(['consent']);
    expect(personal.selection).toEqual({ class: 'subject_level', before });
    expect(await problems()).toEqual([]);
  });

  test('that was cut off is found, and completed by the next one', async () => {
    const copy = `${at.home}-copy`;
    await cp(at.home, copy, { recursive: true });
    const { files } = await purgeOld();
    for (const { path } of files.slice(1)) {
      await mkdir(join(at.home, path, '..'), { recursive: true });
      await cp(join(copy, path), join(at.home, path));
    }
    expect(await problems()).toEqual(
      files.slice(1).map(({ path }) => `${path} is left of what was purged.`),
    );
    await completePurges(at.home);
    expect(await problems()).toEqual([]);
  });

  test('is done with once no build holds its rows: old ones go, the published one is named', async () => {
    const made = async (id: string, ids: readonly string[]) => {
      await mkdir(join(at.home, 'builds', id), { recursive: true });
      const loads = ids.map((load_id) => ({ load_id }));
      await writeFile(join(at.home, 'builds', id, 'build.json'), JSON.stringify({ loads }));
    };
    await made('b1', [old]);
    await made('b2', [old]);
    await made('b3', []);
    await writeFile(join(at.home, 'current'), 'b2\n');
    await purgeOld();
    expect(readdirSync(join(at.home, 'builds'))).toEqual(['b2', 'b3']);
    expect(await problems()).toEqual([
      expect.stringContaining('The published build b2 still holds'),
    ]);
    await writeFile(join(at.home, 'current'), 'b3\n');
    await completePurges(at.home);
    expect(await problems()).toEqual([]);
  });

  test('records are a chain: a changed, missing or cut-off one is found', async () => {
    const first = await purgeOld();
    const second = await purge(at.home, { feed: 'site', before: '2099-01-01' }, 'all of it');
    expect(second.previous).toBe(first.hash);
    expect(await verifyPurges(at.home)).toEqual({
      purges: 2,
      loads: 2,
      head: second.hash,
      problems: [],
    });
    const text = readFileSync(record(1), 'utf8');
    const changed: PurgeRecord = { ...JSON.parse(text), why: 'another reason' };
    await writeFile(record(1), JSON.stringify(changed));
    expect(await problems()).toEqual(['Purge 1 was changed after it was written.']);
    await rm(record(1));
    expect(await problems()).toContain('Purge 1 is missing: record 2 stands in its place.');
    await writeFile(record(1), text);
    await rm(record(2));
    expect(await problems()).toEqual([
      expect.stringMatching(/^Load .* has no rows any more, and no purge names it\.$/),
      expect.stringMatching(/^The original of load .* is gone, and no purge names it\.$/),
    ]);
  });
});
