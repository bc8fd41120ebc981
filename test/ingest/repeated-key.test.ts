import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestHome, testHome } from './home.ts';

let at: TestHome;
beforeAll(() => {
  at = testHome();
});
afterAll(() => at.remove());

test('a key that returns in a later table of a file is set aside, though the tables before it have landed', async () => {
  const item = '<ItemData ItemOID="I" Value="1"/>';
  const path = await at.deliver(
    'odm.xml',
    `<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileOID="f" FileType="Snapshot" CreationDateTime="2026-01-01T00:00:00"><ClinicalData StudyOID="X" MetaDataVersionOID="1"><SubjectData SubjectKey="s"><StudyEventData StudyEventOID="V"><FormData FormOID="F"><ItemGroupData ItemGroupOID="G">${item}${item}</ItemGroupData></FormData></StudyEventData></SubjectData></ClinicalData></ODM>`,
  );
  const outcomes = await at.ingest(path);
  const items = outcomes.find(({ feed }) => feed === 'edc_item');
  expect(items).toMatchObject({ outcome: 'partly_loaded', rows_read: 2, rows_accepted: 1 });
  expect(await at.rows('edc_item', 'rule', 'rejected')).toEqual(['duplicate_key']);
  expect(await at.rows('subject', 'subject_id')).toEqual(['s']);
});
