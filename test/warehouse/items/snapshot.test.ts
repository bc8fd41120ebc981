import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from '../../ingest/home.ts';
import { mapped, writeMap } from './mapped.ts';

const map = `
item_map: y-1
studies: ["Y-*"]
records:
  - { feed: adverse_event, one_row_per: group, forms: AE, columns: { term: TERM } }
  - { feed: subject_visit, one_row_per: event, forms: SV, columns: { visit_date: VISDAT } }
`;

const item = (oid: string, value: string): string =>
  `<ItemData ItemOID="${oid}" Value="${value}"/>`;

const group = (form: string, repeat: number, ...items: readonly string[]): string =>
  `<FormData FormOID="${form}"><ItemGroupData ItemGroupOID="G" ItemGroupRepeatKey="${repeat}">${items.join('')}</ItemGroupData></FormData>`;

/** Items that no map reads, so that a snapshot does not shrink by much. */
const others = Array.from({ length: 20 }, (_, at) => item(`OTHER${at}`, 'x'));

const snapshot = (...forms: readonly string[]): string =>
  `<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileOID="f${forms.length}" FileType="Snapshot" CreationDateTime="2026-01-31T00:00:00"><ClinicalData StudyOID="Y-1" MetaDataVersionOID="1"><SubjectData SubjectKey="s"><StudyEventData StudyEventOID="V1" StudyEventRepeatKey="1">${forms.join('')}</StudyEventData></SubjectData></ClinicalData></ODM>`;

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

test('what a later snapshot lacks is no row, though it holds nothing else that is mapped', async () => {
  await writeMap(at.home, map);
  const cough = group('AE', 1, item('TERM', 'Cough'));
  const rash = group('AE', 2, item('TERM', 'Rash'));
  const rest = group('OT', 1, ...others);
  const deliver = async (name: string, ...forms: readonly string[]): Promise<unknown[]> => {
    await at.ingest(await at.deliver(name, snapshot(...forms)));
    const made = await mapped(at.home, ['adverse_event']);
    const rows = await made.rows(
      'select term from intermediate.int_adverse_event_current order by 1',
    );
    made.close();
    return rows.map(({ term }) => term);
  };
  expect(await deliver('1.xml', cough, rash, rest)).toEqual(['Cough', 'Rash']);
  expect(await deliver('2.xml', cough, rest)).toEqual(['Cough']);
  expect(await deliver('3.xml', rest)).toEqual([]);
}, 120_000);

test('rows of a map take the place of what the same source delivers of the feed', async () => {
  const visit = group('SV', 1, item('VISDAT', '2026-01-09'));
  await at.ingest(await at.deliver('1.xml', snapshot(visit, group('OT', 1, ...others))));
  const visits = async () => {
    const made = await mapped(at.home, ['subject_visit']);
    const rows = await made.rows(
      'select visit_id, visit_date_raw as visited, _source as source from intermediate.int_subject_visit_current',
    );
    made.close();
    return rows;
  };
  expect(await visits()).toEqual([{ visit_id: 'V1/1', visited: null, source: 'cdisc-odm' }]);
  await writeMap(at.home, map);
  expect(await visits()).toEqual([
    { visit_id: 's/V1/1', visited: '2026-01-09', source: 'cdisc-odm/y-1' },
  ]);
}, 120_000);
