import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { member, openclinicaEdc } from '../../../fixtures/native/openclinica/system.ts';
import { testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome } from './native.ts';

describe('an extract of OpenClinica', () => {
  let home: NativeHome;
  let extract = '';
  beforeAll(async () => {
    home = await deliverNative([openclinicaEdc], 1);
    const [bytes] = dayOf(home, 0).files.values();
    extract = new TextDecoder().decode(unzipSync(bytes ?? new Uint8Array())[member]);
  }, 60_000);
  afterAll(() => home.at.remove());

  test.each([
    ['edc_item', /<ItemData /g],
    ['edc_query', /<OpenClinica:DiscrepancyNote /g],
    ['subject', /<SubjectData /g],
    ['subject_visit', /<StudyEventData /g],
    ['edc_page', /<FormData /g],
  ])('%s: every row lands once', (feed, what) => {
    const n = [...extract.matchAll(what)].length;
    expect(n).toBeGreaterThan(0);
    expect(counts(dayOf(home, 0).outcomes)).toContain(`${feed} ${n}/${n}`);
  });

  test('a site is a study that includes the metadata of another, and its rows are of that one', async () => {
    const studies = await home.at.rows('study', 'study_id');
    expect(studies).toEqual(['S_PTL3301']);
    const sites = await home.at.rows('site', 'site_id');
    expect(sites.length).toBeGreaterThan(0);
    const subjects = await home.at.rows('subject', 'study_id, site_id');
    for (const row of subjects) {
      expect(row).toMatchObject({ study_id: 'S_PTL3301' });
      expect(sites).toContain(Object(row).site_id);
    }
  });

  test('a query names its page', async () => {
    const pages = new Set(await home.at.rows('edc_page', 'page_id'));
    const queried = await home.at.rows('edc_query', 'page_id');
    expect(queried.length).toBeGreaterThan(0);
    expect(queried.filter((id) => !pages.has(id))).toEqual([]);
  });

  test('a removed line deletes its items, and no other', async () => {
    const groups = extract.match(/<ItemGroupData .*?<\/ItemGroupData>/gs) ?? [];
    const removed = groups.filter((group) => group.includes('Removed="Yes"')).join('');
    const n = [...removed.matchAll(/<ItemData /g)].length;
    const told = await home.at.rows('edc_item', '_deleted');
    expect(n).toBeGreaterThan(0);
    expect(told.filter((deleted) => deleted === 'true')).toHaveLength(n);
  });

  test('nobody learns the group of a subject, its birth or its sex', async () => {
    for (const feed of ['subject', 'edc_item', 'subject_visit', 'edc_page']) {
      const told = await home.at.rows(feed, '_extra');
      expect(JSON.stringify(told)).not.toMatch(/group_name|birth|"sex|Blinded/);
    }
  });
});

test('ids that are written with a blank behind them are those without', async () => {
  const at = testHome();
  try {
    const outcomes = await at.ingest(
      await at.deliver(
        'extract.xml',
        '<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:o="http://www.openclinica.org/ns/odm_ext_v130/v3.1" FileOID="f" FileType="Snapshot" CreationDateTime="2026-01-01T00:00:00"><ClinicalData StudyOID="S_1 " MetaDataVersionOID="v1"><SubjectData SubjectKey="SS_1 " o:StudySubjectID="001 "><StudyEventData StudyEventOID="SE "><FormData FormOID="F_1 "/></StudyEventData></SubjectData></ClinicalData></ODM>',
      ),
    );
    expect(counts(outcomes)).toEqual(['edc_page 1/1', 'subject 1/1', 'subject_visit 1/1']);
    expect(await at.rows('subject', 'study_id, subject_id, subject_number')).toEqual([
      { study_id: 'S_1', subject_id: 'SS_1', subject_number: '001' },
    ]);
    expect(await at.rows('edc_page', 'subject_id, page_id')).toEqual([
      { subject_id: 'SS_1', page_id: 'SS_1/SE/F_1' },
    ]);
  } finally {
    at.remove();
  }
});

test('a subject or form whose status is removed takes all within it away, and nothing beside it', async () => {
  const at = testHome();
  const form = (key: string, status: string): string =>
    `<FormData FormOID="${key}" o:Status="${status}"><ItemGroupData ItemGroupOID="G"><ItemData ItemOID="I" Value="1"/></ItemGroupData></FormData>`;
  const subject = (key: string, status: string, ...forms: readonly string[]): string =>
    `<SubjectData SubjectKey="${key}" o:StudySubjectID="${key}" o:Status="${status}"><StudyEventData StudyEventOID="E">${forms.join('')}</StudyEventData></SubjectData>`;
  const subjects = [
    subject('A', 'available', form('F1', 'data entry complete'), form('F2', 'removed')),
    subject('B', 'removed', form('F1', 'auto-removed')),
    subject('C', 'signed', form('F1', 'auto-removed'), form('F2', 'locked')),
  ];
  try {
    await at.ingest(
      await at.deliver(
        'extract.xml',
        `<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:o="http://www.openclinica.org/ns/odm_ext_v130/v3.1" FileOID="f" FileType="Snapshot" CreationDateTime="2026-01-01T00:00:00"><ClinicalData StudyOID="S_1" MetaDataVersionOID="v1">${subjects.join('')}</ClinicalData></ODM>`,
      ),
    );
    const left = async (feed: string, id: string): Promise<readonly unknown[]> =>
      (await at.rows(feed, `${id} as id, _deleted`))
        .map((row) => Object(row))
        .filter((row) => row._deleted !== 'true')
        .map((row) => row.id)
        .sort();
    expect(await left('subject', 'subject_id')).toEqual(['A', 'C']);
    expect(await left('subject_visit', 'subject_id')).toEqual(['A', 'C']);
    expect(await left('edc_page', 'page_id')).toEqual(['A/E/F1', 'C/E/F2']);
    expect(await left('edc_item', 'item_id')).toEqual(['A/E/F1/G/I', 'C/E/F2/G/I']);
  } finally {
    at.remove();
  }
});
