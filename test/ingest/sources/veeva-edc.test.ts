import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { veevaEdc } from '../../../fixtures/native/veeva-edc/system.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, zippedRows } from './native.ts';

const KEY = ['STUDYID', 'COUNTRY', 'SITENUM', 'SUBJID', 'EGROUP', 'EVENT', 'EVENTEID', 'EVENTDT'];
const FIXED = new Set([
  ...KEY,
  'ESEQ',
  'FORM',
  'FORMEID',
  'FSEQ',
  'IGSEQ',
  'DLASTMOD',
  'DLASTMODLOCAL',
]);

describe('study data extracts', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([veevaEdc], 1);
  }, 240_000);
  afterAll(() => home.at.remove());

  test.each([
    ['SYS_SITE', 'site'],
    ['SYS_SUB', 'subject'],
    ['SYS_EVT', 'subject_visit'],
    ['SYS_FORM', 'edc_page'],
    ['SYS_Q', 'edc_query'],
  ])('%s lands whole in %s', (table, feed) => {
    const day = dayOf(home, 0);
    const archive = [...day.files.keys()][0] ?? '';
    const rows = zippedRows(day, new RegExp(archive)).get(`${table}.csv`)?.length ?? 0;
    expect(rows).toBeGreaterThan(0);
    const landed = outcomesOf(day, new RegExp(`${archive}/${table}\\.csv$`));
    expect(counts(landed)).toEqual([`${feed} ${rows}/${rows}`]);
  });

  test('each cell of a form beside its key is an item, but for birth dates', () => {
    const day = dayOf(home, 0);
    const archive = [...day.files.keys()][0] ?? '';
    let tables = 0;
    for (const [member, rows] of zippedRows(day, new RegExp(archive))) {
      if (member.startsWith('SYS_') || member === 'manifest.json') continue;
      const cells = rows.flatMap((row) =>
        Object.entries(row).filter(
          ([name, value]) => !FIXED.has(name) && !/^BRTH/.test(name) && value !== '',
        ),
      ).length;
      const landed = outcomesOf(day, new RegExp(`${archive}/${member}$`));
      const people = member === 'DM.csv' ? [`demographics ${rows.length}/${rows.length}`] : [];
      expect(counts(landed), member).toEqual([...people, `edc_item ${cells}/${cells}`]);
      tables += 1;
    }
    expect(tables).toBeGreaterThan(5);
  });

  test('the form DM tells who subjects are, birth dates as far as they are told', async () => {
    const births = await home.at.rows('demographics', 'length(birth_date)');
    expect(new Set(births.map(Number))).toEqual(new Set([7, 10]));
    expect(await home.at.rows('demographics', 'DISTINCT sex')).toHaveLength(2);
    const items = await home.at.rows('edc_item', 'DISTINCT field_id');
    expect(items.filter((name) => /BRTH/.test(String(name)))).toEqual([]);
  });

  test('a query names its page, and a page what of it was verified', async () => {
    const pages = new Set(await home.at.rows('edc_page', 'page_id'));
    const queried = await home.at.rows('edc_query', 'page_id');
    expect(queried.filter((id) => !pages.has(id))).toEqual([]);
    const rows = [...dayOf(home, 0).files.keys()].flatMap(
      (archive) => zippedRows(dayOf(home, 0), new RegExp(archive)).get('SYS_FORM.csv') ?? [],
    );
    const verified = rows.flatMap(({ SDVLOCAL = '' }) => SDVLOCAL.slice(0, 10) || []);
    const landed = await home.at.rows('edc_page', "coalesce(substring(verified_date, 1, 10), '')");
    expect(landed.filter((day) => day !== '').sort()).toEqual(verified.sort());
    const items = (await home.at.rows('edc_page', 'items_verified')).map(Number);
    expect(items.reduce((sum, n) => sum + n, 0)).toBe(
      rows.reduce((sum, { SDVCOMPLETED }) => sum + Number(SDVCOMPLETED), 0),
    );
  });

  test('no file of an extract is left over', () => {
    const { outcomes } = dayOf(home, 0);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    const ignored = outcomes.filter(({ outcome }) => outcome === 'ignored');
    expect(ignored.every(({ file }) => file.endsWith('manifest.json'))).toBe(true);
  });
});

const csv = (...lines: string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`);

describe('extracts as the product writes them', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const header =
    'STUDYID,COUNTRY,SITENUM,SUBJID,EGROUP,EVENT,EVENTEID,EVENTDT,ESEQ,FORM,FORMEID,FSEQ,IGSEQ,DLASTMOD';
  const key = 'PTL-7,Germany,0101,S-01,Treatment,Week 2,WK2,2026-03-02,1,Vital Signs,VS,1';

  test('repeats of item groups are items of their own, later columns are items too', async () => {
    const outcome = await at.load(
      'VS.csv',
      csv(
        `${header},WEIGHT,WEIGHT_UNIT,NEWITEM`,
        `${key},1,2026-03-02T10:00:00Z,70.10,kg,`,
        `${key},2,2026-03-02T11:00:00Z,70.2,kg,yes`,
      ),
    );
    expect(counts([outcome])).toEqual(['edc_item 5/5']);
    expect(await at.rows('edc_item', 'DISTINCT visit_date || changed_at AS at')).toHaveLength(2);
    expect(await at.rows('edc_item', 'DISTINCT item_id')).toHaveLength(5);
  });

  test('a form that nobody has filled is an empty file, and no refusal', async () => {
    expect(await at.load('PREG.csv', csv(`${header},TEST`))).toMatchObject({
      outcome: 'loaded',
      rows_read: 0,
    });
  });

  test('of a subject who is asked twice the first demographics count', async () => {
    const row = 'PTL-7,Germany,0101,S-01,Screening,Screening,SCR,2026-03-02,1,Demographics,DM';
    const form = csv(
      `${header},BRTHDAT,SEX,RACE,ETHNIC`,
      `${row},1,1,2026-03-02T10:00:00Z,1971-04,F,WHITE,`,
      `${row},2,1,2026-03-09T10:00:00Z,1971-05-09,F,WHITE,`,
    );
    const outcomes = await at.ingest(await at.deliver('DM.csv', form));
    expect(counts(outcomes)).toEqual(['demographics 1/1', 'edc_item 4/4']);
    expect(await at.rows('demographics', 'birth_date')).toEqual(['1971-04']);
  });

  test('one form does not delete another, the same form shrinks to what it holds', async () => {
    const rows = (...said: string[]) =>
      csv(
        `${header},X`,
        ...said.map((value, i) => `${key},${i + 1},2026-03-02T10:00:00Z,${value}`),
      );
    await at.load('VS.csv', rows('1', '2', '3'));
    await at.load('LB.csv', Buffer.from(String(rows('9')).replaceAll('Vital Signs', 'Laboratory')));
    const scopes = await at.rows('edc_item', 'DISTINCT _scope');
    expect([...scopes].sort()).toEqual([
      'veeva-edc:PTL-7:Laboratory',
      'veeva-edc:PTL-7:Vital Signs',
    ]);
  });

  test('the manifest counts rows and files: what is missing is refused', async () => {
    const manifest = {
      study: 'PTL-7',
      extract_version: '24R1',
      files: [
        { name: 'VS.csv', rows: 3 },
        { name: 'AE.csv', rows: 1 },
      ],
    };
    const outcomes = await at.ingest(
      await at.deliver(
        'PTL-7.zip',
        zipSync({
          'manifest.json': Buffer.from(JSON.stringify(manifest)),
          'VS.csv': csv(`${header},WEIGHT`, `${key},1,2026-03-02T10:00:00Z,70`),
        }),
      ),
    );
    const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ code }) => code).sort()).toEqual(['CONTROL_TOTAL', 'CONTROL_TOTAL']);
  });

  test('a day written the other way round refuses its cells, and says no value', async () => {
    const outcome = await at.load(
      'EX.csv',
      csv(`${header},DOSE`, `${key.replace('2026-03-02', '03/04/2026')},1,2026-03-02T10:00:00Z,20`),
    );
    expect(outcome).toMatchObject({ outcome: 'refused', rows_rejected: 1 });
    expect(outcome.messages[0]).toMatch(/visit_date/);
    expect(outcome.messages[0]).not.toContain('03/04');
  });
});
