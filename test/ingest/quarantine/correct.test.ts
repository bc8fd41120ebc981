import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  correctLoad,
  exportQuarantine,
  type FileOutcome,
  listQuarantine,
  retractLoad,
} from '@portolan/ingest';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { query, siteCsv, type TestHome, testHome } from '../home.ts';

const GOOD = 'X-1,10,r10,P10,2026-01-05,DE';
const BAD_DATE = 'X-1,11,r11,P11,2026-02-30,DE';
const NO_ID = 'X-1,12,,,2026-01-07,=1+1';

describe('quarantined rows', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const load = async (...rows: string[]): Promise<FileOutcome & { load_id: string }> => {
    const outcome = await at.load('sites.csv', siteCsv(...rows));
    return { ...outcome, load_id: outcome.load_id ?? '' };
  };
  const exported = async (load_id: string, name = 'out.csv') => {
    const out = join(at.home, name);
    const rows = await exportQuarantine(at.home, { load: load_id }, out);
    return { out, rows, text: readFileSync(out, 'utf8') };
  };
  const open = async () =>
    (await listQuarantine(at.home)).map(({ load_id, rule, column, rows }) => ({
      load_id,
      rule,
      column,
      rows,
    }));

  test('are listed by rule and column with their age, without a value', async () => {
    const { load_id } = await load(GOOD, BAD_DATE, NO_ID);
    const later = Date.now() + 3 * 86_400_000;
    const list = await listQuarantine(at.home, {}, later);
    expect(list).toMatchObject([
      { load_id, feed: 'site', rule: 'invalid_date', column: 'activation_date', rows: 1, days: 3 },
      { load_id, rule: 'required', column: 'site_id', rows: 1, first_row: 3 },
    ]);
    expect(JSON.stringify(list)).not.toMatch(/2026-02-30|1\+1/);
    expect(await listQuarantine(at.home, { feed: 'study' })).toEqual([]);
    await retractLoad(at.home, load_id, 'wrong');
    expect(await listQuarantine(at.home)).toEqual([]);
  });

  test('are exported as delivered to a file of the owner only; no cell is a formula', async () => {
    const { load_id } = await load(GOOD, BAD_DATE, NO_ID);
    const { out, rows, text } = await exported(load_id);
    expect(rows).toBe(2);
    expect(parse(text, { columns: true })).toMatchObject([
      {
        _load: load_id,
        _row: '2',
        _rule: 'invalid_date',
        _column: 'activation_date',
        site_num: '11',
        site_active_dt: '2026-02-30',
      },
      { _row: '3', _rule: 'required', country: "'=1+1", pi_number: '' },
    ]);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await expect(exportQuarantine(at.home, {}, out)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  });

  test('columns that were dropped are not exported, not even of a row that could not be read', async () => {
    const csv = siteCsv(GOOD, BAD_DATE, 'X-1,13,r13,P13,2026-01-05')
      .replace('country', 'country,treatment_arm')
      .replaceAll(',DE', ',DE,ARM_SECRET')
      .replace('13,2026-01-05', '13,2026-01-05,DE,ARM_SECRET,more');
    const outcome = await at.load('sites.csv', csv);
    expect(outcome).toMatchObject({ rows_rejected: 2 });
    const { text } = await exported(outcome.load_id ?? '');
    expect(text).not.toMatch(/treatment_arm|ARM_SECRET/);
    expect(text).toContain('ragged_row');
  });

  test('a corrected export replaces the rows it holds, as changes known from now', async () => {
    const { load_id } = await load(GOOD, BAD_DATE, NO_ID);
    const { out, text } = await exported(load_id);
    const [header = '', first = ''] = text.split('\n');
    await writeFile(`${out}.fixed.csv`, `${header}\n${first.replace('02-30', '02-28')}\n`);
    const { files } = await correctLoad(at.home, load_id, `${out}.fixed.csv`);
    expect(files).toMatchObject([{ outcome: 'loaded', feed: 'site', rows_read: 1 }]);
    const record = at.loads('site').at(-1);
    expect(record).toMatchObject({ corrects: load_id, mode: 'delta', source: 'clindata-ctms' });
    expect(
      await query(`SELECT site_id, activation_date, _mode, _extra FROM read_parquet(
      '${at.home}/lake/site/load=${record?.load_id}/part-*.parquet', hive_partitioning = false)`),
    ).toEqual([{ site_id: 'P11', activation_date: '2026-02-28', _mode: 'delta', _extra: null }]);
    expect(await open()).toEqual([{ load_id, rule: 'required', column: 'site_id', rows: 1 }]);
  });

  test('what is refused again is open under the correction, and the balance holds', async () => {
    const { load_id } = await load(GOOD, BAD_DATE, NO_ID);
    const { out, text } = await exported(load_id);
    await writeFile(
      `${out}.fixed.csv`,
      text.replace('02-30', '02-31').replace('12,,,', '12,r12,P12,'),
    );
    const { files } = await correctLoad(at.home, load_id, `${out}.fixed.csv`);
    expect(files).toMatchObject([{ rows_read: 2, rows_accepted: 1, rows_rejected: 1 }]);
    const correction = files[0]?.load_id;
    expect(await open()).toEqual([
      { load_id: correction, rule: 'invalid_date', column: 'activation_date', rows: 1 },
    ]);
    expect(await at.rows('site', 'country', 'part-0')).toContain('=1+1');
    await retractLoad(at.home, correction ?? '', 'the sender was wrong');
    expect(await open()).toHaveLength(2);
  });

  test('the whole corrected file replaces them all', async () => {
    const { load_id } = await load(GOOD, BAD_DATE, NO_ID);
    const path = await at.deliver('again.csv', siteCsv(GOOD, BAD_DATE.replace('30', '28')));
    const { files } = await correctLoad(at.home, load_id.slice(0, -2), path);
    expect(files).toMatchObject([{ outcome: 'loaded', rows_read: 2 }]);
    expect(at.loads('site').at(-1)).toMatchObject({ corrects: load_id, mode: 'delta' });
    expect(await open()).toEqual([]);
  });

  test('a correction that would undo a later snapshot is refused', async () => {
    const { load_id } = await load(GOOD, BAD_DATE);
    const later = await at.load('later.csv', siteCsv(GOOD.replace('DE', 'FR')));
    const path = await at.deliver('again.csv', siteCsv(GOOD, BAD_DATE.replace('30', '28')));
    const { files } = await correctLoad(at.home, load_id, path);
    expect(files).toMatchObject([{ outcome: 'refused', code: 'CORRECTION_LATE' }]);
    expect(files[0]?.messages[0]).toContain(`load ${later.load_id} has since delivered`);
    expect(at.loads('site')).toHaveLength(2);
  });

  test('a row of another load, or without its number, is refused with its place', async () => {
    const { load_id } = await load(GOOD, BAD_DATE);
    const { out, text } = await exported(load_id);
    await writeFile(`${out}.a.csv`, text.replaceAll(load_id, 'other'));
    await expect(correctLoad(at.home, load_id, `${out}.a.csv`)).rejects.toThrow(
      `row 2 is not of load ${load_id}`,
    );
    await writeFile(`${out}.b.csv`, text.replace(`${load_id},2`, `${load_id},`));
    await expect(correctLoad(at.home, load_id, `${out}.b.csv`)).rejects.toThrow(
      'record 1 has no row number',
    );
    await expect(exportQuarantine(at.home, { feed: 'study' }, `${out}.c`)).rejects.toMatchObject({
      code: 'NOTHING_QUARANTINED',
    });
  });
});
