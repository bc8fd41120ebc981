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

test.each([
  [PROFILE.replace('America/New_York', 'EST5'), 'the time zone EST5'],
  [PROFILE.replace('date_formats:', 'time_zone: Mars/Olympus\ndate_formats:'), 'Mars/Olympus'],
  [PROFILE.replace('      entered_date:', '      open_queries:'), 'open_queries of edc_page'],
])('a profile with a zone that is none is refused (%#)', (text, named) => {
  expect(() => parseProfile('inform.yaml', text)).toThrow(named);
});
