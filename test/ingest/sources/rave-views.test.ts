import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { raveEdc } from '../../../fixtures/native/rave/system.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const FIXED =
  'userid,projectid,project,studyid,environmentName,subjectId,StudySiteId,Subject,siteid,Site,SiteNumber,SiteGroup,instanceId,InstanceName,InstanceRepeatNumber,folderid,Folder,FolderName,FolderSeq,TargetDays,DataPageId,DataPageName,PageRepeatNumber,RecordDate,RecordId,recordposition,RecordActive,SaveTs,MinCreated,MaxUpdated';

interface Made {
  readonly subject: string;
  readonly record: string;
  readonly said: readonly string[];
  readonly environment?: string;
  readonly position?: number;
  readonly active?: number;
}

/** A view as the product exports it, of one page per subject. */
const view = (fields: readonly string[], rows: readonly Made[]): string =>
  [
    `${FIXED},${fields.join(',')}`,
    ...rows.map(({ subject, record, said, environment = 'Prod', position = 0, active = 1 }) =>
      [
        ...['457', '85', 'PTL-7', '95', environment, subject, '143', `0${subject}`, '120'],
        ...['TESTSITE', '0120', 'World', '7001', 'Screening', '0', '31', 'SCR', 'Screening'],
        ...['1.0', '-7', `66${subject}`, 'Vital signs', '0', '2013-06-24T00:00:00', record],
        ...[position, active, '2013-10-07T15:50:33', '2013-06-24T09:52:09', '2013-10-07T15:50:18'],
        ...said,
      ].join(','),
    ),
    '',
  ].join('\n');

describe('a clinical view', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  test('gives pages and items of production; what a test environment holds is counted', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        'VS.csv',
        view(
          ['WEIGHT', 'WEIGHT_RAW', 'WEIGHT_UN'],
          [
            { subject: '1', record: 'R1', said: ['70', '70.0', 'kg'] },
            { subject: '2', record: 'R2', said: ['', '', ''], environment: 'UAT' },
            { subject: '3', record: 'R3', said: ['80', '80', ''], environment: 'PROD' },
          ],
        ),
      ),
    );
    expect(counts(outcomes)).toEqual(['edc_item 5/5', 'edc_page 2/2']);
    expect(outcomes[2]?.messages[0]).toContain('1 of 3 rows are of no feed of profile rave-views');
    expect(
      await at.rows('edc_page', '* EXCLUDE (_load_id, _loaded_at, _file_sha256, _extra)'),
    ).toEqual([
      expect.objectContaining({
        study_id: 'PTL-7',
        page_id: '661',
        subject_id: '1',
        site_id: '0120',
        visit_name: 'SCR',
        form_id: 'VS',
        visit_date: '2013-06-24',
        entered_date: '2013-06-24',
      }),
      expect.objectContaining({ page_id: '663' }),
    ]);
    expect(await at.rows('edc_item', 'item_id, value, changed_at')).toContainEqual({
      item_id: 'R1/WEIGHT_UN',
      value: 'kg',
      changed_at: '2013-10-07T15:50:18',
    });
  });

  test.each([
    ['V_SIMPLESTUDY_VITAL.csv', 'VITAL'],
    ['V_SIMPLESTUDY_VITAL_RAW.csv', 'VITAL'],
    ['VITAL_20260331.csv', 'VITAL'],
    ['VITAL_2.csv', 'VITAL_2'],
    ['vital.csv', 'vital'],
  ])('%s is of the form %s', async (name, form) => {
    await at.ingest(
      await at.deliver(name, view(['X'], [{ subject: '1', record: 'R', said: ['1'] }])),
    );
    expect(await at.rows('edc_item', 'form_id')).toEqual([form]);
  });

  test('a log has one page and an item for each line; an inactivated line is deleted', async () => {
    const said = ['headache'];
    const outcomes = await at.ingest(
      await at.deliver(
        'AE.csv',
        view(
          ['AETERM'],
          [
            { subject: '1', record: 'R1', said, position: 1 },
            { subject: '1', record: 'R2', said, position: 2, active: 0 },
          ],
        ),
      ),
    );
    expect(counts(outcomes)).toEqual(['edc_item 2/2', 'edc_page 1/1']);
    expect(await at.rows('edc_item', 'log_number, _deleted')).toEqual([
      { log_number: '1', _deleted: null },
      { log_number: '2', _deleted: 'true' },
    ]);
  });

  test('partial dates stay as typed, birth dates and initials land nowhere', async () => {
    await at.ingest(
      await at.deliver(
        'ENROL.csv',
        view(
          ['ICDT', 'ICDT_RAW', 'BIRTHDT', 'BIRTHDT_RAW', 'BIRTHDT_YYYY', 'SUBJINIT'],
          [
            {
              subject: '1',
              record: 'R1',
              said: ['', 'UN JUN 2023', '1973-06-26T00:00:00', '26 Jun 1973', '1973', 'ABC'],
            },
          ],
        ),
      ),
    );
    expect(await at.rows('edc_item', 'field_id, value')).toEqual([
      { field_id: 'ICDT_RAW', value: 'UN JUN 2023' },
    ]);
    const extras = [
      ...(await at.rows('edc_item', '_extra')),
      ...(await at.rows('edc_page', '_extra')),
    ];
    expect(extras.filter((extra) => /1973|ABC/.test(String(extra)))).toEqual([]);
    expect(at.loads('edc_item')[0]?.dropped_columns).toContain('BIRTHDT_RAW');
  });

  test('a record without its page is refused, by column, without its values', async () => {
    const text = view(['X'], [{ subject: '1', record: 'R', said: ['secret'] }]).replace(
      ',661,',
      ',,',
    );
    const [page] = await at.ingest(await at.deliver('VS.csv', text));
    expect(page).toMatchObject({ feed: 'edc_page', rows_rejected: 1 });
    expect(page?.messages.join(' ')).toMatch(/page_id/);
    expect(page?.messages.join(' ')).not.toContain('secret');
  });

  test('what describes the columns of views is left alone', async () => {
    expect(
      await at.load(
        'ClinicalViewMetadata.csv',
        'projectname,viewname,ordinal,varname,vartype,varlength,varformat,varlabel\nP,V_P_VS,1,userid,num,8,10.,Internal id\n',
      ),
    ).toMatchObject({ outcome: 'ignored' });
  });
});

describe('a delivery of views', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([raveEdc], 1);
  }, 60_000);
  afterAll(() => home.at.remove());

  test('every cell of an item is an item, every page that a record names a page', async () => {
    const rows = rowsIn(dayOf(home, 0), /views\/MH\.csv$/);
    const [first = {}] = rows;
    const names = Object.keys(first);
    const items = names.slice(names.indexOf('MaxUpdated') + 1);
    const cells = rows.flatMap((row) => items.filter((name) => row[name] !== '')).length;
    expect(cells).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 0), /MH\.csv/))).toContain(`edc_item ${cells}/${cells}`);
    const pages = new Set(rows.map(({ DataPageId }) => DataPageId));
    const landed = await home.at.rows(
      'edc_page',
      "DISTINCT CASE WHEN form_id = 'MH' AND _source = 'rave-views' THEN page_id END",
    );
    expect(new Set(landed.filter(Boolean))).toEqual(pages);
  });
});
