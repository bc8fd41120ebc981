import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IngestEvent, ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { query, siteCsv, type TestHome, testHome } from './home.ts';

const ROW = 'X-1,10,r10,P10,2026-01-05,DE';

describe('ingest', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  test('the lake row is the contract in canonical text and its lineage', async () => {
    const outcome = await at.load(
      'sites.csv',
      `${siteCsv(ROW).replace('country', 'country,is_satellite').replace(',DE', ',DE,TRUE')}`,
    );
    const [load] = at.loads('site');
    const [row] = await query(
      `SELECT * FROM read_parquet('${at.home}/lake/site/load=*/part-0.parquet', hive_partitioning = false)`,
    );
    expect(row).toMatchObject({
      study_id: 'X-1',
      site_id: 'P10',
      activation_date: '2026-01-05',
      risk_tier: null,
      _extra: '{"is_satellite":"true"}',
      _deleted: null,
      _load_id: outcome.load_id,
      _file_sha256: load?.file_sha256,
      _row: '1',
      _mode: 'snapshot',
      _source: 'clindata-ctms',
      _scope: 'clindata-ctms:X-1',
    });
    expect(load).toMatchObject({
      rows_read: 1,
      rows_accepted: 1,
      rows_rejected: 0,
      encoding: 'utf-8',
    });
    const kept = join(at.home, 'lake', 'files', load?.file_sha256 ?? '');
    expect(readdirSync(kept)).toEqual(['sites.csv']);
  });

  test('the same content again is the same load, under any name', async () => {
    await at.load('sites.csv', siteCsv(ROW));
    const again = await at.load('other.csv', siteCsv(ROW));
    expect(again).toMatchObject({ outcome: 'already_loaded', rows_accepted: 1 });
    expect(again.messages[0]).toContain('already loaded into site');
    expect(at.loads('site')).toHaveLength(1);
  });

  test('known time can be stated', async () => {
    const path = await at.deliver('sites.csv', siteCsv(ROW));
    await ingest({ home: at.home, paths: [path], receivedAt: '2026-01-31T22:00:00Z' });
    expect(at.loads('site')[0]?.loaded_at).toBe('2026-01-31T22:00:00.000Z');
    expect(at.loads('site')[0]?.load_id).toMatch(/^20260131T220000000Z-[0-9a-f]{12}$/);
    expect(await at.rows('site', '_loaded_at')).toEqual(['2026-01-31 22:00:00']);
  });

  test('a constant can be set, an unknown one is named', async () => {
    const path = await at.deliver('c.csv', 'subjid,consdt,conscat,consyn\n01,16035.0,MAIN,Y\n');
    await ingest({ home: at.home, paths: [path], set: { study_id: 'X-9' } });
    expect(await at.rows('consent', 'study_id, consent_date, consent_given')).toEqual([
      { study_id: 'X-9', consent_date: '2013-11-26', consent_given: 'true' },
    ]);
    await expect(ingest({ home: at.home, paths: [path], set: { study: 'X' } })).rejects.toThrow(
      /--set study/,
    );
  });

  test('content ids do not depend on the order of rows', async () => {
    const head = 'subjid,consdt,conscat,consyn';
    const rows = ['01,16035.0,MAIN,Y', '02,16036.0,MAIN,Y', '01,16035.0,MAIN,Y'];
    await at.load('a.csv', [head, ...rows].join('\n'));
    const first = (await at.rows('consent', 'consent_id')).sort();
    expect(new Set(first).size).toBe(3);
    await at.load('b.csv', [head, ...rows.slice(1), rows[0]].join('\n'));
    const both = await at.rows('consent', 'consent_id');
    expect(both.sort()).toEqual([...first, ...first].sort());
  });

  test('names that suggest an arm or a person are dropped and named', async () => {
    const file =
      'protocol,site_num,site_row_id,pi_number,treatment_arm,pi_email,note\nX,1,r,P,A,a@b.c,n\n';
    const outcome = await at.load('sites.csv', file);
    expect(outcome.messages[0]).toContain('dropped treatment_arm, pi_email');
    expect(await at.rows('site', '_extra')).toEqual(['{"note":"n"}']);
    expect(at.loads('site')[0]).toMatchObject({
      new_columns: ['note'],
      dropped_columns: ['treatment_arm', 'pi_email'],
    });
  });

  test('a wide table becomes long, cells without a rate are no rows', async () => {
    const outcome = await at.load(
      'eurofxref.csv',
      'Date, USD, JPY, GBP, \n13 April 2026, 1.1684, N/A, 0.87050, \n',
    );
    expect(outcome).toMatchObject({ outcome: 'loaded', rows_read: 2, rows_accepted: 2 });
    expect(
      await at.rows(
        'fx_rate',
        'rate_type, base_currency, quote_currency, rate_date, rate, _row, _mode, _scope',
      ),
    ).toEqual([
      {
        rate_type: 'daily',
        base_currency: 'EUR',
        quote_currency: 'USD',
        rate_date: '2026-04-13',
        rate: '1.1684',
        _row: '1',
        _mode: 'delta',
        _scope: null,
      },
      {
        rate_type: 'daily',
        base_currency: 'EUR',
        quote_currency: 'GBP',
        rate_date: '2026-04-13',
        rate: '0.8705',
        _row: '1',
        _mode: 'delta',
        _scope: null,
      },
    ]);
  });

  test('a home may add profiles; one file may feed several; a delete is flagged', async () => {
    await mkdir(join(at.home, 'sources'), { recursive: true });
    await writeFile(
      join(at.home, 'sources', 'acme.yaml'),
      `profile: acme
description: test system
encoding: windows-1252
date_formats: ["%d.%m.%Y"]
decimal_mark: ","
files:
  - name: visits
    match: { columns: [study, subj, visit_no, removed] }
    feeds:
      - feed: subject_visit
        mode: delta
        delete: { from: removed, values: [x] }
        columns: { study_id: study, subject_id: subj, visit_id: visit_no, visit_date: day, visit_name: title }
      - feed: subject
        mode: log
        columns: { study_id: study, subject_id: subj }
`,
    );
    const file =
      'study;subj;visit_no;removed;day;title\nX;01;1;;05.01.2026;Während\nX;01;2;X;31.02.2026;b\nX;02;1;x;01.03.2026;c\n';
    const outcomes = await at.ingest(await at.deliver('v.csv', Buffer.from(file, 'latin1')));
    expect(outcomes.map((one) => [one.feed, one.outcome, one.rows_accepted])).toEqual([
      ['subject_visit', 'partly_loaded', 2],
      ['subject', 'loaded', 3],
    ]);
    expect(at.loads('subject')[0]?.new_columns).toEqual([]);
    expect(
      await at.rows('subject_visit', 'visit_id, visit_date, visit_name, _deleted, _scope'),
    ).toEqual([
      {
        visit_id: '1',
        visit_date: '2026-01-05',
        visit_name: 'Während',
        _deleted: null,
        _scope: null,
      },
      { visit_id: '1', visit_date: '2026-03-01', visit_name: 'c', _deleted: 'true', _scope: null },
    ]);
    expect(at.loads('subject_visit')[0]?.encoding).toBe('windows-1252');
    await rm(join(at.home, 'lake', 'subject'), { recursive: true });
    const again = await at.ingest(join(at.home, '..', 'drop', 'v.csv'));
    expect(again.map((one) => one.outcome)).toEqual(['already_loaded', 'loaded']);
    expect(readdirSync(join(at.home, 'lake', 'files'))).toHaveLength(1);
  });

  test('progress comes file by file', async () => {
    const events: IngestEvent[] = [];
    const path = await at.deliver('sites.csv', siteCsv(ROW));
    const summary = await ingest({
      home: at.home,
      paths: [path],
      onEvent: (event) => events.push(event),
    });
    expect(events).toEqual([
      { type: 'file', file: 'sites.csv', index: 1, total: 1 },
      { type: 'outcome', outcome: summary.files[0] },
    ]);
    expect(summary).toMatchObject({ rows_read: 1, rows_accepted: 1, rows_rejected: 0 });
  });

  test('a folder is walked, hidden files and column descriptions are not loaded', async () => {
    await at.deliver('day/b/sites.csv', siteCsv(ROW));
    await at.deliver('day/.DS_Store', 'x');
    const path = await at.deliver('day/site_metadata.json', '{"protocol": ["string", "x"]}');
    const outcomes = await at.ingest(join(path, '..'));
    expect(outcomes.map((file) => [file.file, file.outcome])).toEqual([
      ['sites.csv', 'loaded'],
      ['site_metadata.json', 'ignored'],
    ]);
    expect(outcomes[1]?.messages[0]).toContain('describes columns');
  });

  test('a link in a folder is not followed, and told', async () => {
    const outside = await at.deliver('elsewhere/sites.csv', siteCsv(ROW));
    const path = await at.deliver('day/more.csv', siteCsv(ROW.replace('r10', 'r11')));
    symlinkSync(outside, join(path, '..', 'linked.csv'));
    symlinkSync(join(path, '..'), join(path, '..', 'round'));
    const outcomes = await at.ingest(join(path, '..'));
    expect(outcomes.map(({ file, outcome }) => [file, outcome])).toEqual([
      ['linked.csv', 'ignored'],
      ['round', 'ignored'],
      ['more.csv', 'loaded'],
    ]);
    expect(outcomes[0]?.messages[0]).toContain('is a link');
  });

  test('numbered files of a folder are taken as they count', async () => {
    const names = ['log_2.csv', 'log_10.csv', 'log_1.csv', 'Log_3.csv'];
    let path = '';
    for (const name of names)
      path = await at.deliver(`day/${name}`, siteCsv(ROW.replace('r10', name)));
    const outcomes = await at.ingest(join(path, '..'));
    expect(outcomes.map(({ file }) => file)).toEqual([
      'log_1.csv',
      'log_2.csv',
      'Log_3.csv',
      'log_10.csv',
    ]);
  });

  test('leaves no lock and no work in progress', async () => {
    await at.load('sites.csv', siteCsv(ROW));
    expect(readdirSync(join(at.home, 'lake', '.staging'))).toEqual([]);
    expect(readdirSync(join(at.home, 'lake', '.locks'))).toEqual([]);
    expect(
      JSON.parse(
        readFileSync(
          join(at.home, 'lake', 'site', `load=${at.loads('site')[0]?.load_id}`, 'load.json'),
          'utf8',
        ),
      ).feed,
    ).toBe('site');
  });

  test('a name that looks like a pattern, in a folder that looks like a partition, is read as it is', async () => {
    const home = join(at.home, 'env=[x]');
    const path = await at.deliver('load=1/s[1]*?.csv', siteCsv(ROW));
    const summary = await ingest({ home, paths: [path] });
    expect(summary.files[0]).toMatchObject({ outcome: 'loaded', rows_accepted: 1 });
    const json = await at.deliver(
      's[2].json',
      '[{"protocol":"X","site_num":"1","site_row_id":"r","pi_number":"P"}]',
    );
    expect((await ingest({ home, paths: [json] })).files[0]).toMatchObject({ outcome: 'loaded' });
  });

  test('a time that is none, and a home that is a file, are told in a sentence', async () => {
    const path = await at.deliver('sites.csv', siteCsv(ROW));
    await expect(
      ingest({ home: at.home, paths: [path], receivedAt: 'soon' }),
    ).rejects.toMatchObject({ code: 'BAD_TIME' });
    await expect(ingest({ home: path, paths: [path] })).rejects.toMatchObject({
      code: 'HOME_UNUSABLE',
    });
  });

  test('--source forces a profile and names the missing column', async () => {
    const path = await at.deliver('x.csv', 'site_num,protocol\n1,X\n');
    const forced = (await ingest({ home: at.home, paths: [path], source: 'clindata-ctms' }))
      .files[0];
    expect(forced).toMatchObject({ outcome: 'refused', code: 'MISSING_COLUMN' });
    const unknown = (await ingest({ home: at.home, paths: [path], source: 'nobody' })).files[0];
    expect(unknown).toMatchObject({ outcome: 'refused', code: 'UNKNOWN_SOURCE' });
  });
});
