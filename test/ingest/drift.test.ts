import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lastingName } from '../../ingest/drift.ts';
import { type TestHome, testHome } from './home.ts';

const PROFILE = `profile: drifting
description: a snapshot whose columns and rows change
files:
  - name: sites
    match: { columns: [study, site, opened] }
    feed: site
    columns: { study_id: study, site_id: site, activation_date: opened }
`;

const csv = (rows: number, more: { header?: string; cell?: string; day?: string } = {}): string =>
  [
    `study,site,opened${more.header ?? ''}`,
    ...Array.from(
      { length: rows },
      (_, i) => `X-1,S${i},${more.day ?? '2026-01-01'}${more.cell ?? ''}`,
    ),
    '',
  ].join('\n');

describe('a delivery compared with the one before', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
    mkdirSync(join(at.home, 'sources'), { recursive: true });
    writeFileSync(join(at.home, 'sources', 'drifting.yaml'), PROFILE);
  });
  afterEach(() => at.remove());

  test('a new column is accepted, kept, and told once', async () => {
    const first = await at.load('sites-1.csv', csv(3));
    const second = await at.load('sites-2.csv', csv(4, { header: ',owner', cell: ',Ost' }));
    const third = await at.load('sites-3.csv', csv(5, { header: ',owner', cell: ',Ost' }));
    expect(second).toMatchObject({
      outcome: 'loaded',
      messages: [
        `sites-2.csv: new since load ${first.load_id} of site: owner; map it in profile drifting if it is wanted, until then it is kept in _extra.`,
      ],
    });
    expect(third.messages).toEqual([]);
    expect(await at.rows('site', '_extra', 'part-0')).toContain('{"owner":"Ost"}');
  });

  test('files are compared with those of the same name, whatever its day and number', () => {
    const pairs = [
      ['S_CL_SUBJ_LS_20260331.txt', 'S_CL_SUBJ_LS_20260228.txt'],
      ['180021-20260331-2300-N.zip/site__v.csv', '180021-20260228-2300-N.zip/site__v.csv'],
      ['X-1_2026-03-31.zip/DM.csv', 'X-1_2026-02-28.zip/DM.csv'],
      ['visits_updates.csv.gz', 'visits.csv.gz'],
      ['Patient.000.ndjson', 'Patient.017.ndjson'],
    ];
    for (const [left, right] of pairs)
      expect(lastingName(left ?? '')).toBe(lastingName(right ?? ''));
    const names = [
      'X-1_2026-03-31.zip/DM.csv',
      'X-2_2026-03-31.zip/DM.csv',
      'X-1_2026-03-31.zip/VS.csv',
    ];
    expect(new Set(names.map(lastingName)).size).toBe(3);
  });

  test('a column that no longer comes is told', async () => {
    const first = await at.load('sites-1.csv', csv(3, { header: ',owner', cell: ',Ost' }));
    const second = await at.load('sites-2.csv', csv(4));
    expect(second).toMatchObject({
      outcome: 'loaded',
      messages: [
        `sites-2.csv: no longer delivered since load ${first.load_id} of site: owner; ask the sender whether that is meant.`,
      ],
    });
  });

  test('a column without a name, or one that is dropped, is not missed', async () => {
    await at.load('sites-1.csv', csv(3, { header: ',pi_email', cell: ',x@y.example' }));
    const second = await at.load('sites-2.csv', csv(4, { header: ',', cell: ',' }));
    expect(second.messages).toEqual([expect.stringContaining('of site: column4;')]);
    expect((await at.load('sites-3.csv', csv(5, { header: ',,', cell: ',,' }))).messages).toEqual(
      [],
    );
    expect((await at.load('sites-4.csv', csv(6))).messages).toEqual([]);
  });

  test('a file that is written in another way is told once', async () => {
    const first = await at.load('sites-1.csv', csv(3));
    const second = await at.load('sites-2.csv', csv(4).replaceAll(',', '\t'));
    expect(second).toMatchObject({ outcome: 'loaded', rows_accepted: 4 });
    expect(second.messages).toEqual([
      `sites-2.csv: written in another way than load ${first.load_id} of site: utf-8 with "\\t" between cells, not utf-8 with "," between cells; it was read as it is written.`,
    ]);
    expect((await at.load('sites-3.csv', csv(5))).messages).toEqual([]);
    expect((await at.load('sites-4.csv', csv(6).replaceAll(',', '\t'))).messages).toEqual([]);
  });

  test('a column of another type refuses the file; a few bad values only their rows', async () => {
    await at.load('sites-1.csv', csv(20));
    expect(await at.load('sites-2.csv', csv(20, { day: 'spring' }))).toMatchObject({
      outcome: 'refused',
      code: 'TYPE_CHANGED',
      rows_read: 0,
    });
    const few = csv(20).replaceAll(/(S[0-8]),2026-01-01/g, '$1,spring');
    expect(await at.load('sites-3.csv', few)).toMatchObject({
      outcome: 'partly_loaded',
      rows_rejected: 9,
    });
  });

  test('ids that lost their leading zeros refuse the file, ids that never had any do not', async () => {
    const led = csv(12).replaceAll(/,S(\d+),/g, (_, id: string) => `,${id.padStart(4, '0')},`);
    const first = await at.load('sites-1.csv', led);
    expect(await at.load('sites-2.csv', led.replaceAll(/,0+(\d+),/g, ',$1,'))).toMatchObject({
      outcome: 'refused',
      code: 'ZEROS_LOST',
      messages: [
        `sites-2.csv: ids in site_id of site have lost their leading zeros: load ${first.load_id} knows 11 of them only with zeros, and here none begins with one; export ids as text and deliver again.`,
      ],
    });
    const other = csv(12).replaceAll(/,S(\d+),/g, (_, id: string) => `,${1000 + Number(id)},`);
    expect((await at.load('sites-3.csv', other)).outcome).toBe('loaded');
    expect((await at.load('sites-4.csv', csv(12).replaceAll(',S', ',1'))).outcome).toBe('loaded');
  });

  test('an id that a spreadsheet took for a number is set aside; all of them refuse the file', async () => {
    const big = csv(12).replaceAll(/,S(\d+),/g, ',1.1$1E+06,');
    expect(await at.load('sites-1.csv', csv(12).replace(',S3,', ',1.10E+06,'))).toMatchObject({
      outcome: 'partly_loaded',
      rows_rejected: 1,
    });
    expect(await at.rows('site', 'rule', 'rejected')).toEqual(['invalid_identifier']);
    expect(await at.load('sites-2.csv', big)).toMatchObject({
      outcome: 'refused',
      code: 'TYPE_CHANGED',
    });
  });

  test.each(['2-Mar', '12-Dec', '02. Mrz'])(
    'an id that a spreadsheet took for a day (%s) is set aside without being shown; all of them refuse the file',
    async (shown) => {
      const one = await at.load('sites-1.csv', csv(12).replace(',S3,', `,${shown},`));
      expect(one).toMatchObject({ outcome: 'partly_loaded', rows_accepted: 11, rows_rejected: 1 });
      expect(one.messages.join(' ')).toMatch(/a day, as spreadsheets make them of an id/);
      expect(one.messages.join(' ')).not.toContain(shown);
      const all = csv(12).replaceAll(/,S(\d+),/g, `,${shown},`);
      expect(await at.load('sites-2.csv', all)).toMatchObject({
        outcome: 'refused',
        code: 'TYPE_CHANGED',
      });
    },
  );

  test('ids that only look like days stay ids', async () => {
    const ids = ['01-MAR', '2-3', '3-50', '1E05', 'Mar-26', 'Oct-98', '02-Mars', '102-Mar'];
    const rows = ids.map((id) => `X-1,${id},2026-01-01\n`);
    expect(await at.load('sites-1.csv', `${csv(0)}${rows.join('')}`)).toMatchObject({
      outcome: 'loaded',
      rows_accepted: ids.length,
    });
    expect(await at.rows('site', 'site_id')).toEqual(ids);
  });

  test('the first delivery of bad values is quarantined, there is nothing to compare it with', async () => {
    expect(await at.load('sites-1.csv', csv(20, { day: 'spring' }))).toMatchObject({
      outcome: 'refused',
      rows_rejected: 20,
    });
  });

  test('a snapshot that lost most of its rows is refused until that is confirmed, with the reason kept', async () => {
    const first = await at.load('sites-1.csv', csv(100));
    const path = await at.deliver('sites-2.csv', csv(30));
    const refused = (await at.ingest(path))[0];
    expect(refused).toMatchObject({ outcome: 'refused', code: 'SNAPSHOT_SHRUNK' });
    expect(refused?.messages[0]).toContain(`holds 30 rows where load ${first.load_id} held 100`);
    const acceptShrink = 'region sold';
    const { files } = await ingest({ home: at.home, paths: [path], acceptShrink });
    expect(files).toMatchObject([{ outcome: 'loaded', rows_accepted: 30 }]);
    expect(at.loads('site').map((load) => load.shrink_accepted)).toEqual([undefined, acceptShrink]);
  });

  test.each([
    [10, 2, 'refused'],
    [8, 4, 'loaded'],
    [5, 1, 'refused'],
    [3, 1, 'loaded'],
    [40, 31, 'loaded'],
    [30, 20, 'refused'],
  ])('of %i rows %i are left: %s', async (before, now, outcome) => {
    await at.load('sites-1.csv', csv(before));
    expect(await at.load('sites-2.csv', csv(now))).toMatchObject({ outcome });
  });

  test('a snapshot of another study is no shrunk one, and a late one is compared with what came before it', async () => {
    const at1 = async (name: string, content: string, receivedAt: string) => {
      const paths = [await at.deliver(name, content)];
      return (await ingest({ home: at.home, paths, receivedAt })).files[0];
    };
    await at1('sites-1.csv', csv(100), '2026-03-01T00:00:00Z');
    const other = csv(5).replaceAll('X-1', 'X-2');
    expect(await at1('sites-2.csv', other, '2026-03-02T00:00:00Z')).toMatchObject({
      outcome: 'loaded',
    });
    expect(await at1('sites-3.csv', csv(20), '2026-02-01T00:00:00Z')).toMatchObject({
      outcome: 'loaded',
    });
  });
});
