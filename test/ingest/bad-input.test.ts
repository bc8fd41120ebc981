import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { query, siteCsv, type TestHome, testHome } from './home.ts';

const GOOD = 'X-1,10,r10,P10,2026-01-05,DE';

describe('bad input', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  test('an unknown file names the nearest profile and what it lacks', async () => {
    const outcome = await at.load('places.csv', 'protocol,site_num,town\nX-1,1,Bonn\n');
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'UNKNOWN_FILE', rows_read: 0 });
    expect(outcome.messages[0]).toContain('places.csv');
    expect(outcome.messages[0]).toContain('clindata-ctms (site), which also needs site_row_id');
  });

  test('a file that shares nothing with any profile says so', async () => {
    const outcome = await at.load('x.csv', 'qqq,zzz\n1,2\n');
    expect(outcome.messages[0]).toContain('none shares a column');
  });

  test('a missing required column refuses the file', async () => {
    const outcome = await at.load('sites.csv', 'protocol,site_num,site_row_id\nX-1,10,r10\n');
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'MISSING_COLUMN' });
    expect(outcome.messages[0]).toContain('site requires site_id (from pi_number)');
    expect(outcome.messages[0]).toContain('profile clindata-ctms');
  });

  test('a header without rows does not empty a snapshot', async () => {
    expect(await at.load('sites.csv', siteCsv())).toMatchObject({
      outcome: 'refused',
      code: 'HEADER_ONLY',
    });
  });

  test('an empty delta is an ordinary load of no rows', async () => {
    const outcome = await at.load('rates.csv', 'Date,USD,JPY,GBP,\n');
    expect(outcome).toMatchObject({ outcome: 'loaded', feed: 'fx_rate', rows_read: 0 });
    expect(await at.rows('fx_rate', 'rate')).toEqual([]);
  });

  test('a ragged row goes to quarantine under its number', async () => {
    const file = siteCsv(
      GOOD,
      'X-1,11,r11,P11',
      GOOD.replaceAll('10', '12'),
      'X-1,13,r13,P13,2026-01-05,DE,extra',
    );
    const outcome = await at.load('sites.csv', file);
    expect(outcome).toMatchObject({
      outcome: 'partly_loaded',
      rows_read: 4,
      rows_accepted: 2,
      rows_rejected: 2,
    });
    expect(outcome.messages[0]).toContain('sites.csv, row 2: the row has another number of cells');
    expect(await at.rows('site', 'site_number')).toEqual(['10', '12']);
    expect(await at.rows('site', '_row')).toEqual(['1', '3']);
    expect(await at.rows('site', '_row, rule, raw', 'rejected')).toEqual([
      { _row: '2', rule: 'ragged_row', raw: '["X-1","11","r11","P11"]' },
      { _row: '4', rule: 'ragged_row', raw: '["X-1","13","r13","P13","2026-01-05","DE","extra"]' },
    ]);
  });

  test('a comma within a name of a country is part of it, where the cell is quoted', async () => {
    const korea = (cell: string) => GOOD.replace('DE', cell);
    const outcome = await at.load(
      'sites.csv',
      siteCsv(korea('"Korea, Republic of"'), korea('Korea, Republic of').replace('10', '11')),
    );
    expect(outcome).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
    expect(await at.rows('site', 'country')).toEqual(['Korea, Republic of']);
    expect(await at.rows('site', 'rule', 'rejected')).toEqual(['ragged_row']);
  });

  test('a wrong encoding names the byte and the line, and says how to declare it', async () => {
    const file = Buffer.from(siteCsv(GOOD, 'X-1,11,r11,P11,2026-01-05,Österreich'), 'latin1');
    const outcome = await at.load('sites.csv', file);
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'WRONG_ENCODING' });
    expect(outcome.messages[0]).toContain(`byte ${file.indexOf(0xd6)} (line 3) is not UTF-8`);
    expect(outcome.messages[0]).toContain('windows-1252');
  });

  test('a truncated gzip is refused whole', async () => {
    const whole = gzipSync(
      siteCsv(...Array.from({ length: 500 }, (_, i) => GOOD.replaceAll('10', `${i}`))),
    );
    const outcome = await at.load('sites.csv.gz', whole.subarray(0, whole.length - 40));
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'TRUNCATED_ARCHIVE' });
    expect((await at.load('again/sites.csv.gz', whole)).rows_accepted).toBe(500);
  });

  test('a duplicate key keeps the first row, and says whether the others agree', async () => {
    const outcome = await at.load('sites.csv', siteCsv(GOOD, GOOD, GOOD.replace('DE', 'FR')));
    expect(outcome).toMatchObject({ rows_read: 3, rows_accepted: 1, rows_rejected: 2 });
    expect(await at.rows('site', 'country')).toEqual(['DE']);
    expect(await at.rows('site', 'reason', 'rejected')).toEqual([
      'the same key as row 1, and the same values; that row was kept',
      'the same key as row 1, with other values; that row was kept',
    ]);
    expect(at.loads('site')[0]?.rejected_by_rule).toEqual({ duplicate_key: 2 });
  });

  test('of rows with one key the one that was modified last is kept, where the profile says when that was', async () => {
    const study = (title: string, modified: string): string =>
      `1-A,P1,Active,${title},${modified}\n`;
    const outcome = await at.load(
      'S_CL_PTCL_LS_1.txt',
      `ROW_ID,PTCL_NUM,STATUS_CD,TITLE,LAST_UPD\n${study('old', '2026-01-01 10:00:00')}${study('new', '2026-02-01 09:00:00')}${study('none', '')}`,
    );
    expect(outcome).toMatchObject({ rows_read: 3, rows_accepted: 1, rows_rejected: 2 });
    expect(await at.rows('study', 'protocol_title')).toEqual(['new']);
    expect(await at.rows('study', 'reason', 'rejected')).toEqual(
      Array(2).fill('the same key as row 2, with other values; that row was kept'),
    );
  });

  test('an impossible date is refused without being shown', async () => {
    const outcome = await at.load('sites.csv', siteCsv(GOOD, 'X-1,11,r11,P11,2026-02-30,DE'));
    expect(outcome).toMatchObject({ outcome: 'partly_loaded', rows_accepted: 1, rows_rejected: 1 });
    expect(outcome.messages[0]).toContain('row 2, column activation_date: not a date that exists');
    expect(outcome.messages.join()).not.toContain('2026-02-30');
    const [raw] = await at.rows('site', 'raw', 'rejected');
    expect(JSON.parse(String(raw))).toMatchObject({
      site_active_dt: '2026-02-30',
      pi_number: 'P11',
    });
  });

  test('a file of which nothing can be taken is refused, again and again', async () => {
    const file = siteCsv('X-1,11,r11,,2026-01-05,DE');
    expect(await at.load('sites.csv', file)).toMatchObject({
      outcome: 'refused',
      rows_rejected: 1,
    });
    expect(await at.load('sites.csv', file)).toMatchObject({
      outcome: 'refused',
      rows_rejected: 1,
    });
    expect(at.loads('site')).toHaveLength(1);
  });

  test('the header repeated between rows is no row', async () => {
    const header = siteCsv().trim();
    const outcome = await at.load('sites.csv', siteCsv(GOOD, header));
    expect(outcome).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
    expect(outcome.messages[0]).toContain('repeated_header');
  });

  test('line ends within quotes, blank lines and a byte order mark change nothing', async () => {
    const file = `\ufeff${siteCsv('X-1,10,r10,P10,2026-01-05,"D\nE"', '', GOOD.replaceAll('10', '11'))}`;
    expect(await at.load('sites.csv', file)).toMatchObject({ outcome: 'loaded', rows_read: 2 });
    expect(await at.rows('site', 'country')).toEqual(['D\nE', 'DE']);
  });

  test.each([
    ['plain', 'x'.repeat(10_000_000)],
    ['quoted, with line ends', `"${'long text, "" and\n'.repeat(600_000)}end"`],
  ])(
    'a cell of 10 MB is one cell, and the rows beside it are theirs: %s',
    async (_, cell) => {
      const long = GOOD.replace('DE', cell);
      const outcome = await at.load('sites.csv', siteCsv(GOOD, long.replaceAll('10,', '11,')));
      expect(outcome).toMatchObject({ outcome: 'loaded', rows_read: 2, rows_accepted: 2 });
      const length = cell.replace(/^"|"$/g, '').replaceAll('""', '"').length;
      expect(await at.rows('site', 'length(country)::INTEGER')).toEqual([2, length]);
    },
    120_000,
  );

  test('a quote that is not doubled sets its row aside with its text, and no row after it', async () => {
    const stray = 'X-1,11,"r11 "east" wing, left",P11,2026-01-05,DE';
    const open = 'X-1,12,"r12,P12,2026-01-05,DE';
    const last = 'X-1,13,"r13 ""west""",P13,2026-01-05,"DE"';
    const outcome = await at.load(
      'sites.csv',
      siteCsv(GOOD, stray, open, last, GOOD.replaceAll('10', '14')),
    );
    expect(outcome).toMatchObject({ rows_read: 5, rows_accepted: 3, rows_rejected: 2 });
    expect(await at.rows('site', 'site_id')).toEqual(['P10', 'P13', 'P14']);
    expect(await at.rows('site', 'source_record_id')).toContain('r13 "west"');
    const set = await at.rows('site', '_row, rule, raw', 'rejected');
    expect(set).toEqual([
      { _row: '2', rule: 'malformed_row', raw: JSON.stringify(stray) },
      { _row: '3', rule: 'malformed_row', raw: JSON.stringify(open) },
    ]);
  });

  test('a quote within an unquoted cell is a character of it, also after a row whose quote stays open', async () => {
    const open = 'X-1,12,"r12,P12,2026-01-05,DE';
    const within = 'X-1,13,r"13,P13,2026-01-05,DE';
    const outcome = await at.load('sites.csv', siteCsv(GOOD, open, within));
    expect(outcome).toMatchObject({ rows_read: 3, rows_accepted: 2, rows_rejected: 1 });
    expect(await at.rows('site', 'source_record_id')).toContain('r"13');
  });

  test('a Parquet file whose footer is sound and whose pages are not is refused', async () => {
    const path = join(at.home, 'whole.parquet');
    mkdirSync(at.home, { recursive: true });
    await query(
      `COPY (SELECT 'X-1' AS protocol, i::VARCHAR AS site_num, 'row ' || md5(i::VARCHAR) AS site_row_id, 'P' AS pi_number FROM range(5000) AS rows(i)) TO '${path}' (FORMAT parquet, COMPRESSION snappy)`,
    );
    const bytes = readFileSync(path);
    rmSync(path);
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 400);
    expect(await at.load('sites.parquet', bytes)).toMatchObject({
      outcome: 'refused',
      code: 'MALFORMED_FILE',
      messages: [expect.stringContaining('Parquet pages are damaged')],
    });
  });

  test('letters that were encoded twice are told', async () => {
    const [right, twice] = ['Źródło MAÇÃ «Ä»', Buffer.from('Źródło').toString('latin1')];
    const good = await at.load('sites-1.csv', siteCsv(GOOD.replace('DE', right)));
    const bad = await at.load('sites-2.csv', siteCsv(GOOD.replace('DE', twice)));
    expect(good.messages).toEqual([]);
    expect(bad).toMatchObject({ outcome: 'loaded' });
    expect(bad.messages).toEqual([expect.stringContaining('letters were encoded twice')]);
  });

  test('an unclosed quote refuses the file', async () => {
    const outcome = await at.load('sites.csv', siteCsv(GOOD, 'X-1,11,"r11,P11,2026-01-05,DE'));
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'MALFORMED_FILE' });
  });

  test('a column that stands twice and is needed refuses the file', async () => {
    const outcome = await at.load(
      's.csv',
      'protocol,site_num,site_row_id,pi_number,pi_number\nX,1,r,P,Q\n',
    );
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'DUPLICATE_COLUMN' });
  });

  test.each([
    ['empty.csv', '', 'EMPTY_FILE'],
    ['page.xml', '<?xml version="1.0"?><page/>', 'UNSUPPORTED_FORMAT'],
    ['site.json', '[{"protocol": "X-1", ', 'MALFORMED_FILE'],
    ['site.parquet', 'PAR1 and then nothing', 'MALFORMED_FILE'],
  ])('%s is refused', async (name, content, code) => {
    expect(await at.load(name, content)).toMatchObject({ outcome: 'refused', code });
  });

  test('a broken line of NDJSON is quarantined, the others load', async () => {
    const line = (id: string) =>
      JSON.stringify({ protocol: 'X-1', site_num: id, site_row_id: id, pi_number: id });
    const outcome = await at.load('sites.ndjson', `${line('1')}\nbroken {\n${line('2')}\n`);
    expect(outcome).toMatchObject({ outcome: 'partly_loaded', rows_read: 3, rows_accepted: 2 });
    expect(await at.rows('site', '_row, rule', 'rejected')).toEqual([
      { _row: '2', rule: 'malformed_row' },
    ]);
  });

  test('one bad file does not keep the others out', async () => {
    const bad = await at.deliver('a.csv', 'qqq\n1\n');
    const good = await at.deliver('b.csv', siteCsv(GOOD));
    const outcomes = await at.ingest(bad, good, '/nowhere/at/all.csv');
    expect(outcomes.map((file) => file.outcome).sort()).toEqual(['loaded', 'refused', 'refused']);
    expect(outcomes.find((file) => file.code === 'NOT_FOUND')?.messages[0]).toContain(
      'no such file',
    );
  });
});
