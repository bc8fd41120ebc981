import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';
import { counts } from './native.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const odm = (type: string, inner: string): string =>
  `<?xml version="1.0" encoding="ISO-8859-1"?><ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileOID="f" FileType="${type}" CreationDateTime="2026-01-01T00:00:00+01:00" SourceSystem="secuTrial">${inner}</ODM>`;

const clinical = (items: string, more = ''): string =>
  `<ClinicalData StudyOID="X" MetaDataVersionOID="1"><SubjectData SubjectKey="7"><SiteRef LocationOID="L1"/>${more}<StudyEventData StudyEventOID="V1"><FormData FormOID="F"><ItemGroupData ItemGroupOID="G">${items}</ItemGroupData></FormData></StudyEventData></SubjectData></ClinicalData>`;

test('typed items take the audit record that they name, which stands at the end', async () => {
  const records =
    '<AuditRecords><AuditRecord ID="a1"><UserRef UserOID="u"/><LocationRef LocationOID="L1"/><DateTimeStamp> 2026-01-02T03:04:05+01:00 </DateTimeStamp></AuditRecord></AuditRecords>';
  const flag =
    '<Annotation SeqNum="1"><Flag><FlagValue CodeListOID="CL.SubjectStatus">3</FlagValue><FlagType CodeListOID="CL.FlagType">status</FlagType></Flag></Annotation>';
  const items =
    '<ItemDataInteger ItemOID="AGE" AuditRecordID="a1">54</ItemDataInteger><ItemDataPartialDate ItemOID="DX">2019-06</ItemDataPartialDate><ItemDataString ItemOID="NOTE">M\u00fcdigkeit</ItemDataString>';
  const text = odm(
    'Snapshot',
    clinical(items, flag).replace('</ClinicalData>', `${records}</ClinicalData>`),
  );
  const outcomes = await at.ingest(await at.deliver('export.xml', Buffer.from(text, 'latin1')));
  expect(counts(outcomes)).toEqual(
    expect.arrayContaining(['edc_item 3/3', 'edc_page 1/1', 'subject 1/1', 'subject_visit 1/1']),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  expect(await at.rows('edc_item', 'field_id, value, subject_id, site_id')).toEqual([
    { field_id: 'AGE', value: '54', subject_id: '7', site_id: 'L1' },
    { field_id: 'DX', value: '2019-06', subject_id: '7', site_id: 'L1' },
    { field_id: 'NOTE', value: 'Müdigkeit', subject_id: '7', site_id: 'L1' },
  ]);
});

test('a series of transactional files is applied in the order of their numbers', async () => {
  const value = (text: string): string =>
    odm(
      'Transactional',
      clinical(`<ItemDataString ItemOID="I" TransactionType="Upsert">${text}</ItemDataString>`),
    );
  const removed = odm(
    'Transactional',
    clinical('<ItemDataString ItemOID="I" TransactionType="Remove"/>'),
  );
  let path = '';
  for (const [name, text] of [
    ['log_10.xml', removed],
    ['log_9.xml', value('third')],
    ['log_2.xml', value('second')],
    ['log_1.xml', value('first')],
  ] as const)
    path = await at.deliver(`series/${name}`, text);
  await at.ingest(dirname(path));
  const loads = at.loads('edc_item').filter(({ rows_accepted }) => rows_accepted > 0);
  const times = loads.map(({ loaded_at }) => loaded_at);
  expect(new Set(times).size).toBe(4);
  expect(times).toEqual([...times].sort());
  expect(await at.rows('edc_item', 'value, _deleted')).toEqual([
    { value: 'first', _deleted: null },
    { value: 'second', _deleted: null },
    { value: 'third', _deleted: null },
    { value: null, _deleted: 'true' },
  ]);
});
