import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  checkItemMaps,
  type DeliveredItem,
  draftItemMap,
  type Inventory,
  parseItemMap,
  readInventory,
} from '@portolan/ingest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples/odm');
const isHere = existsSync(SAMPLES);
if (!isHere) console.warn(`SKIPPED: real ODM files are not at ${SAMPLES}`);

const OPENCLINICA = 'openclinica/extract.xml';

describe.skipIf(!isHere)('the items of real files', () => {
  let at: TestHome;
  let inventory: Inventory;
  beforeAll(async () => {
    at = testHome();
    for (const path of [OPENCLINICA, 'rave/car_message.xml']) await at.ingest(join(SAMPLES, path));
    inventory = await readInventory(at.home);
  }, 60_000);
  afterAll(() => at.remove());

  const of = (study: string): readonly DeliveredItem[] =>
    inventory.items.filter((item) => item.study === study);

  test('are counted as the file holds them, with what the metadata say', () => {
    const text = readFileSync(join(SAMPLES, OPENCLINICA), 'utf8');
    const data = text.slice(text.indexOf('<ClinicalData'));
    const occurrences = new Map<string, number>();
    for (const [, oid = ''] of data.matchAll(/<ItemData ItemOID="([^"]*)"/g))
      occurrences.set(oid, (occurrences.get(oid) ?? 0) + 1);
    const items = of('S_R0112345');
    expect(items.length).toBeGreaterThan(50);
    expect(Object.fromEntries(items.map(({ item, points }) => [item, points]))).toEqual(
      Object.fromEntries(occurrences),
    );
    expect(items.find(({ item }) => item === 'I_ELIGI_INFORMED_CONSENT_DAT')).toMatchObject({
      form: 'F_ELIGIBILITY_V10',
      points: 11,
      filled: 11,
      repeats: false,
      definition: { data_type: 'date', label: 'Date Informed Consent was signed:' },
    });
    expect(items.find(({ item }) => item === 'I_CONCO_CON_MED_NAME')?.repeats).toBe(true);
  });

  test('of one study alone can be asked for', async () => {
    const { items } = await readInventory(at.home, 'Mediflex');
    expect(new Set(items.map(({ study }) => study))).toEqual(new Set(['Mediflex']));
    expect(items).toEqual(of('Mediflex'));
  });

  test('lead to a draft that is a map, by their names and by their labels', () => {
    const rave = draftItemMap('Mediflex', of('Mediflex'));
    const byFeed = (yaml: string) =>
      parseItemMap('draft.yaml', yaml).records.map(({ feed, level, forms, columns }) => ({
        feed,
        level,
        forms,
        columns,
      }));
    expect(byFeed(rave)).toMatchObject([
      {
        feed: 'adverse_event',
        level: 'group',
        forms: ['AE'],
        columns: { term: { item: 'AE.AETERM' }, onset_date: { item: 'AE.AESTDTC' } },
      },
      { feed: 'demographics', level: 'subject', forms: ['DM'] },
      { feed: 'disposition', forms: ['RAND'] },
      { feed: 'subject_visit', level: 'event', columns: { visit_date: { item: 'VISIT.DTC' } } },
      ...['BMI', 'DIABP', 'RESP', 'SYSBP', 'WEIGHT'].map((code) => ({
        feed: 'vital_sign',
        columns: { measured_date: { item: 'VS.VSDTC' }, test_code: { constant: code } },
      })),
    ]);
    expect(byFeed(draftItemMap('S_R0112345', of('S_R0112345')))).toMatchObject([
      { feed: 'consent', columns: { consent_date: { item: 'I_ELIGI_INFORMED_CONSENT_DAT' } } },
      ...['BMI', 'HEIGHT', 'PULSE', 'WEIGHT'].map((code) => ({
        feed: 'vital_sign',
        columns: { result: { item: `I_PHYSI_${code}` }, test_code: { constant: code } },
      })),
    ]);
  });

  test('tell what a map names in vain, and which codes it forgets', () => {
    const map = parseItemMap(
      'try.yaml',
      `item_map: try
studies: ["S_*"]
records:
  - feed: consent
    one_row_per: form
    forms: F_ELIGIBILITY_V10
    columns:
      consent_date: I_ELIGI_INFORMED_CONSENT_DAT
      consent_given: I_ELIGI_INFORMED_CONSENT
      consent_category: NO_SUCH
  - feed: adverse_event
    one_row_per: form
    columns: { term: I_PHYSI_SKIN, severity: { item: I_PHYSI_SKIN, values: { "1": Normal } } }
  - feed: exposure
    one_row_per: form
    groups: IG_NONE
    columns: { start_date: I_AGENT_DOSE_DAT }
`,
    );
    expect(checkItemMaps([map], inventory)).toEqual([
      {
        file: 'try.yaml',
        line: 4,
        feed: 'consent',
        sentence: 'no item NO_SUCH was ever delivered',
      },
      {
        file: 'try.yaml',
        line: 11,
        feed: 'adverse_event',
        sentence: 'severity: the code list of I_PHYSI_SKIN also has 4, 999; add them to "values"',
      },
      {
        file: 'try.yaml',
        line: 14,
        feed: 'exposure',
        sentence: 'no item was delivered of group IG_NONE',
      },
      {
        file: 'try.yaml',
        line: 14,
        feed: 'exposure',
        sentence:
          'I_AGENT_DOSE_DAT stands in other forms or groups than the entry\'s; correct them, or say "of"',
      },
    ]);
    const other = { ...map, studies: ['S'] };
    expect(checkItemMaps([other], inventory)).toEqual([
      { file: 'try.yaml', line: 1, feed: null, sentence: 'no item of study S is in the lake' },
    ]);
  });
});
