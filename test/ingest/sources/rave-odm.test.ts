import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raveEdc } from '../../../fixtures/native/rave/system.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf } from './native.ts';

const texts = (home: NativeHome, name: RegExp): readonly string[] =>
  [...dayOf(home, 0).files].filter(([path]) => name.test(path)).map(([, bytes]) => String(bytes));

const occurrences = (text: string, what: RegExp): number => [...text.matchAll(what)].length;

describe('a delivery of Rave', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([raveEdc], 1);
  }, 60_000);
  afterAll(() => home.at.remove());

  test('audit events land in the feed of what they are about, none lost', () => {
    const [audit = ''] = texts(home, /audit\.xml$/);
    const landed = counts(outcomesOf(dayOf(home, 0), /audit\.xml/));
    const expected = (feed: string, what: RegExp): string => {
      const n = occurrences(audit, what);
      expect(n).toBeGreaterThan(0);
      return `${feed} ${n}/${n}`;
    };
    expect(landed).toContain(expected('edc_query', /<mdsol:Query /g));
    expect(landed).toContain(expected('protocol_deviation', /<mdsol:ProtocolDeviation /g));
    expect(landed).toContain(expected('subject', /<SubjectData [^>]*TransactionType=/g));
    expect(landed).toContain(expected('subject_visit', /<StudyEventData [^>]*TransactionType=/g));
    expect(landed).toContain(expected('edc_page', /<FormData [^>]*TransactionType=/g));
    expect(landed).toContain(expected('edc_item', /<ItemData [^>]*\bValue=/g));
  });

  test('the study is named without its environment', async () => {
    expect(new Set(await home.at.rows('edc_item', 'study_id'))).toEqual(new Set(['PTL-1102']));
  });

  test('an event of a query has the date of its own status', async () => {
    const rows = await home.at.rows('edc_query', 'query_status, created_date, answered_date');
    const text = JSON.stringify(rows);
    expect(text).toContain('"query_status":"Open"');
    expect(text).not.toMatch(/"query_status":"Open","created_date":null/);
    expect(text).not.toMatch(/"query_status":"Answered","created_date":[^,]*,"answered_date":null/);
  });

  test('a query names its page, which the log has where the page itself was changed', async () => {
    const pages = new Set(await home.at.rows('edc_page', 'page_id'));
    const queried = await home.at.rows('edc_query', 'page_id');
    expect(queried).not.toContain(null);
    expect(queried.filter((id) => pages.has(id)).length).toBeGreaterThan(queried.length / 4);
  });

  test('sites and people come from the snapshot', () => {
    const landed = counts(outcomesOf(dayOf(home, 0), /snapshot\.xml/));
    expect(landed.map((line) => line.split(' ')[0])).toEqual(['person', 'site', 'study']);
  });
});

const audit = (...events: string[]): string =>
  `<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:x="http://www.mdsol.com/ns/odm/metadata" FileOID="f" FileType="Transactional" CreationDateTime="2026-01-01T00:00:00">${events.join('')}</ODM>`;

const event = (study: string, item: string): string =>
  `<ClinicalData StudyOID="${study}" MetaDataVersionOID="1"><SubjectData SubjectKey="s"><SiteRef LocationOID="1"/><StudyEventData StudyEventOID="V"><FormData FormOID="F"><ItemGroupData ItemGroupOID="G">${item}</ItemGroupData></FormData></StudyEventData></SubjectData></ClinicalData>`;

describe('a log', () => {
  let at: TestHome;
  beforeAll(() => {
    at = testHome();
  });
  afterAll(() => at.remove());

  test('keeps its order, removes are deletes, and a query leaves the value alone', async () => {
    const path = await at.deliver(
      'audit.xml',
      audit(
        event('X(Prod)', '<ItemData ItemOID="I" TransactionType="Insert" Value="first"/>'),
        event('X(Prod)', '<ItemData ItemOID="I" TransactionType="Upsert" Value="second"/>'),
        event(
          'X(Prod)',
          '<ItemData ItemOID="I" TransactionType="Upsert"><x:Query QueryRepeatKey="1" Status="Open" Value="why"/></ItemData>',
        ),
        event('X(Prod)', '<ItemData ItemOID="I" TransactionType="Remove"/>'),
      ),
    );
    await at.ingest(path);
    expect(await at.rows('edc_item', 'value, _deleted')).toEqual([
      { value: 'first', _deleted: null },
      { value: 'second', _deleted: null },
      { value: null, _deleted: 'true' },
    ]);
    expect(await at.rows('edc_query', 'query_status')).toEqual(['Open']);
  });

  test('a removed line is a delete that names no item', async () => {
    const removed =
      '<ClinicalData StudyOID="X(Prod)"><SubjectData SubjectKey="s"><StudyEventData StudyEventOID="V"><FormData FormOID="F"><ItemGroupData ItemGroupOID="L" ItemGroupRepeatKey="2" TransactionType="Remove"><AuditRecord><DateTimeStamp>2026-01-02T03:04:05</DateTimeStamp></AuditRecord></ItemGroupData></FormData></StudyEventData></SubjectData></ClinicalData>';
    const outcomes = await at.ingest(await at.deliver('removed.xml', audit(removed)));
    expect(counts(outcomes)).toContain('edc_item 1/1');
    const [row] = (await at.rows('edc_item', '*')).filter(
      (one) => (one as Record<string, unknown>).group_id === 'L',
    );
    expect(row).toMatchObject({
      item_id: 's/V/F/L/2',
      group_repeat: '2',
      field_id: null,
      changed_at: '2026-01-02T03:04:05',
      _deleted: 'true',
    });
  });

  test('a subject that is renamed is the same subject under another name', async () => {
    const named = (name: string, when: string, category: string): string =>
      `<ClinicalData StudyOID="X(Prod)" x:AuditSubCategoryName="${category}"><SubjectData SubjectKey="6f1a" x:SubjectKeyType="SubjectUUID" x:SubjectName="${name}" TransactionType="Upsert"><SiteRef LocationOID="1"/><AuditRecord><DateTimeStamp>${when}</DateTimeStamp></AuditRecord></SubjectData></ClinicalData>`;
    const item = event('X(Prod)', '<ItemData ItemOID="I" TransactionType="Insert" Value="1"/>');
    const outcomes = await at.ingest(
      await at.deliver(
        'renamed.xml',
        audit(
          named('SCR-001', '2026-01-02T03:04:05', 'SubjectCreated'),
          named('1001', '2026-01-03T03:04:05', 'SubjectNameChanged'),
          item.replace('SubjectKey="s"', 'SubjectKey="6f1a" x:SubjectName="1001"'),
        ),
      ),
    );
    expect(counts(outcomes)).toEqual(expect.arrayContaining(['edc_item 1/1', 'subject 2/2']));
    expect(await at.rows('subject', 'subject_id, subject_number, _deleted')).toEqual([
      { subject_id: '6f1a', subject_number: 'SCR-001', _deleted: null },
      { subject_id: '6f1a', subject_number: '1001', _deleted: null },
    ]);
    const items = await at.rows('edc_item', 'subject_id');
    expect(items.filter((id) => id === '6f1a')).toHaveLength(1);
    expect(JSON.stringify(await at.rows('edc_item', '_extra'))).not.toContain('1001');
  });

  test('an environment that is not production is not loaded', async () => {
    const item = '<ItemData ItemOID="I" TransactionType="Insert" Value="x"/>';
    const outcomes = await at.ingest(await at.deliver('uat.xml', audit(event('X(UAT)', item))));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ outcome }) => outcome !== 'ignored')).toEqual([]);
  });

  test('a document type refuses the file', async () => {
    const outcome = await at.load('dtd.xml', `<!DOCTYPE ODM SYSTEM "x">${audit()}`);
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'MALFORMED_FILE' });
  });
});
