import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseProfile } from '../../../ingest/profiles/read.ts';
import { type TestHome, testHome } from '../home.ts';

/** Views of InForm: stamps of the server in UTC, the zone of the site beside them, and what is deleted is flagged. */
const PROFILE = `profile: inform
description: reporting views
date_formats: [iso, "%m/%d/%Y %H:%M:%S"]
files:
  - name: forms
    match: { columns: [SUBJECTID, FORMID, FIRSTDATATIME, SITETIMEZONE, DELETEDFORM] }
    keep: [FIRSTDATATIME]
    feed: edc_page
    constants: { study_id: X-1 }
    delete: { from: DELETEDFORM, values: ["1", Y] }
    columns:
      page_id: { join: [SUBJECTID, FORMID], separator: / }
      subject_id: SUBJECTID
      form_id: FORMID
      entered_date: { from: FIRSTDATATIME, utc_to: { from: SITETIMEZONE, values: { Eastern: America/New_York } } }
`;

const csv = (...rows: readonly string[]): string =>
  `SUBJECTID,FORMID,FIRSTDATATIME,SITETIMEZONE,DELETEDFORM,SUBJECTINITIALS\n${rows.join('\n')}\n`;

describe('a time stamp whose zone stands beside it', () => {
  let at: TestHome;
  beforeEach(async () => {
    at = testHome();
    await mkdir(join(at.home, 'sources'), { recursive: true });
    await writeFile(join(at.home, 'sources', 'inform.yaml'), PROFILE);
  });
  afterEach(() => at.remove());

  test.each([
    ['2014-08-14T03:30:00', 'America/New_York', '2014-08-13'],
    ['2014-08-14T03:30:00', 'eastern', '2014-08-13'],
    ['2014-08-14 03:30:00', ' Asia/Tokyo ', '2014-08-14'],
    ['2014-08-14T23:30:00Z', 'Asia/Tokyo', '2014-08-15'],
    ['2014-08-14T23:30:00-05:00', 'UTC', '2014-08-15'],
    ['08/14/2014 03:30:00', 'America/New_York', '2014-08-13'],
    ['2014-08-14', 'America/New_York', '2014-08-14'],
    ['2014-08-14T03:30Z', 'America/New_York', '2014-08-13'],
    ['2014-08-14T23:30-05:00', 'UTC', '2014-08-15'],
    ['2014-08-14 03:30:00 +02:00', 'UTC', '2014-08-14'],
    ['2014-08-14T03:30', 'cst6cdt', '2014-08-13'],
    ['2014-08-14T23:30Z', 'japan', '2014-08-15'],
    ['2014-08-14T-:-', 'America/New_York', '2014-08-14'],
    ['2014-08-14', '', '2014-08-14'],
    ['', '', null],
  ])('%s in %s is %s', async (stamp, zone, day) => {
    const outcome = await at.load('forms.csv', csv(`1,F,${stamp},${zone},,QXZ`));
    expect(outcome).toMatchObject({ outcome: 'loaded', rows_accepted: 1 });
    expect(await at.rows('edc_page', 'entered_date')).toEqual([day]);
  });

  test.each(['Mars/Olympus', 'IST', 'GMT+5', ''])(
    'is refused where its zone is %s, and the sentence names the column',
    async (zone) => {
      const outcome = await at.load(
        'forms.csv',
        csv(`1,F,2014-08-14T03:30:00,${zone},,`, '2,F,2014-08-14T03:30:00,UTC,,'),
      );
      expect(outcome).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
      expect(outcome.messages.join(' ')).toContain(
        'SITETIMEZONE does not tell a time zone that is known',
      );
      expect(outcome.messages.join(' ')).not.toContain('03:30');
    },
  );

  test.each([
    ['2014-08-14T03:30Z', 'Mars/Olympus'],
    ['2014-08-14T03:30+02:00', 'IST'],
    ['08/14/2014 03:30:00', 'PST'],
    ['2014-08-14T03', 'UTC'],
    ['2014-08-14T03:61Z', 'UTC'],
    ['2014-08-14T03:30:00 IST', 'UTC'],
  ])('%s in %s has no day there, and its row is set aside', async (stamp, zone) => {
    const rows = csv(`1,F,${stamp},${zone},,`, '2,F,2014-08-14T03:30:00,UTC,,');
    expect(await at.load('forms.csv', rows)).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
  });

  const OFFSET = '"%Y-%m-%dT%H:%M:%S%z"';

  test.each([
    [OFFSET, '2026-01-02T03:30:00+0000', 'America/New_York', '2026-01-01'],
    [OFFSET, '2026-01-02T03:30:00+0900', 'Asia/Tokyo', '2026-01-02'],
    [`"%m/%d/%Y %H:%M", ${OFFSET}`, '2026-01-02T23:30:00-0500', 'Japan', '2026-01-03'],
    ['epoch_second', '1767324600', 'America/New_York', '2026-01-01'],
    ['epoch_second', '1767324600.5', 'Asia/Tokyo', '2026-01-02'],
    ['compact, epoch_second', '20260102', 'America/New_York', '2026-01-02'],
    ['excel_day', '46024', 'America/New_York', '2026-01-02'],
  ])('as %s, %s in %s is %s, and refused in no zone', async (formats, stamp, zone, day) => {
    await writeFile(
      join(at.home, 'sources', 'inform.yaml'),
      PROFILE.replace(/date_formats: .*/, `date_formats: [${formats}]`),
    );
    const hasTime = !/^(\d{8}|\d{5})$/.test(stamp);
    const outcome = await at.load(
      'forms.csv',
      csv(`1,F,${stamp},${zone},,`, `2,F,${stamp},Mars/Olympus,,`),
    );
    expect(outcome).toMatchObject({ rows_accepted: hasTime ? 1 : 2 });
    expect(await at.rows('edc_page', 'DISTINCT entered_date')).toEqual([day]);
  });

  test('has the day that Node tells, in every way in which an instant is written', async () => {
    const zones = ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'cet', 'EST5EDT'];
    const cases = zones.flatMap((zone) =>
      [3, 9, 15, 21].flatMap((hours) => {
        const moment = new Date(Date.UTC(2026, 2, 8, hours, 45));
        const day = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' });
        const stamp = moment.toISOString();
        const later = new Date(moment.getTime() + 19_800_000).toISOString();
        return [stamp, `${stamp.slice(0, 16)}Z`, `${later.slice(0, 16)}+05:30`].map((written) => ({
          cells: `${written},${zone}`,
          day: day.format(moment),
        }));
      }),
    );
    const rows = cases.map(({ cells }, i) => `${100 + i},F,${cells},,`);
    expect(await at.load('forms.csv', csv(...rows))).toMatchObject({ rows_rejected: 0 });
    const days = await at.rows('edc_page', 'page_id, entered_date');
    expect(days.map((row) => Object(row).entered_date)).toEqual(cases.map(({ day }) => day));
  });

  test('stands as delivered beside its zone, a deleted form is deleted, initials land nowhere', async () => {
    await at.load(
      'forms.csv',
      csv('1,F,2014-08-14T03:30:00,Eastern,,QXZ', '2,F,2014-08-14T03:30:00,UTC,1,QXZ'),
    );
    const rows = await at.rows('edc_page', 'page_id, _deleted, _extra');
    expect(rows).toMatchObject([
      { page_id: '1/F', _deleted: null },
      { page_id: '2/F', _deleted: 'true' },
    ]);
    expect(JSON.parse(Object(rows[0])._extra)).toEqual({
      FIRSTDATATIME: '2014-08-14T03:30:00',
      SITETIMEZONE: 'Eastern',
    });
  });

  test('a file without the zone is refused', async () => {
    const outcome = await at.load(
      'forms.csv',
      csv('1,F,2014-08-14T03:30:00,UTC,,').replace('SITETIMEZONE', 'ZONE'),
    );
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(outcome.messages.join(' ')).toContain('SITETIMEZONE');
  });
});

test.each(['CET', 'EST5EDT', 'Japan', 'Singapore', 'Turkey', 'UTC'])(
  'a profile may name the zone %s',
  (zone) => {
    const text = PROFILE.replace('date_formats:', `time_zone: ${zone}\ndate_formats:`);
    expect(parseProfile('inform.yaml', text)).toBeDefined();
  },
);

test.each([
  [PROFILE.replace('America/New_York', 'EST5'), 'EST5, which is no known name of the IANA list'],
  [PROFILE.replace('date_formats:', 'time_zone: Mars/Olympus\ndate_formats:'), 'Mars/Olympus'],
  [PROFILE.replace('      entered_date:', '      open_queries:'), 'open_queries of edc_page'],
])('a profile with a zone that is none is refused (%#)', (text, named) => {
  expect(() => parseProfile('inform.yaml', text)).toThrow(named);
});
