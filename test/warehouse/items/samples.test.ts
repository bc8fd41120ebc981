import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../../ingest/home.ts';
import { mapped, type Row, writeMap } from './mapped.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples/odm');
const isHere = existsSync(SAMPLES);
if (!isHere) console.warn(`SKIPPED: real ODM files are not at ${SAMPLES}`);

const read = (path: string): string => readFileSync(join(SAMPLES, path), 'utf8');

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);

const attribute = (text: string, name: string): string =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

/** Rows that a map makes of a file, by feed, and how many it refuses. */
const made = async (
  path: string,
  map: string,
  feeds: Readonly<Record<string, string>>,
): Promise<{ rows: Readonly<Record<string, readonly Row[]>>; refused: number }> => {
  await at.ingest(join(SAMPLES, path));
  await writeMap(at.home, map);
  const models = await mapped(at.home, Object.keys(feeds));
  const rows: Record<string, readonly Row[]> = {};
  for (const [feed, columns] of Object.entries(feeds)) {
    rows[feed] = await models.rows(
      `select ${columns} from intermediate.int_${feed}_current where _source like '%/%' order by all`,
    );
  }
  const refused = (await models.rows('select 1 from intermediate.int_findings_items')).length;
  models.close();
  return { rows, refused };
};

/** The last value of each item of each line of a form in a Rave audit, replayed without ingest. */
const replay = (
  text: string,
  form: string,
): ReadonlyMap<string, Readonly<Record<string, string>>> => {
  const lines = new Map<string, Record<string, string>>();
  for (const block of all(text, /<ClinicalData[\s\S]*?<\/ClinicalData>/g)) {
    const subject = attribute(block, 'SubjectKey');
    const page = `${subject}|${attribute(block, 'DataPageId')}`;
    const line = `${page}|${attribute(block, 'RecordId')}`;
    const item = /<ItemData[\s\S]*?>/.exec(block)?.[0] ?? '';
    const isRemoved = block.includes('TransactionType="Remove"');
    if (isRemoved && item === '') {
      const scope = /RecordId/.test(block) ? line : /DataPageId/.test(block) ? page : subject;
      for (const key of [...lines.keys()]) if (key.startsWith(scope)) lines.delete(key);
    } else if (isRemoved) delete lines.get(line)?.[attribute(item, 'ItemOID')];
    else if (attribute(block, 'FormOID') === form && /\bValue=/.test(item)) {
      lines.set(line, {
        ...lines.get(line),
        [attribute(item, 'ItemOID')]: attribute(item, 'Value'),
      });
    }
  }
  return lines;
};

describe.skipIf(!isHere)('real files', { timeout: 120_000 }, () => {
  test('lines of a Rave audit are adverse events, visits of it are visits', async () => {
    const map = `
item_map: mediflex
studies: [Mediflex]
date_formats: [day_month_year]
records:
  - feed: adverse_event
    one_row_per: group
    groups: AE_LOG_LINE
    where: { item: AE.AEYN, of: form, values: [Y] }
    columns:
      term: AE.AETERM
      onset_date: AE.AESTDTC
      end_date: AE.AEENDTC
      severity: AE.AESEV
  - feed: subject_visit
    one_row_per: event
    forms: VISIT
    columns: { visit_date: VISIT.DTC }
`;
    const { rows, refused } = await made('rave/car_message.xml', map, {
      adverse_event: 'subject_id, term, onset_date_raw as onset, severity',
      subject_visit: 'subject_id, visit_date_raw as visited',
    });
    const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
    const iso = (typed: string | undefined): string | null => {
      const [day, month = '', year] = typed?.split(' ') ?? [];
      return day
        ? `${year}-${String(months.indexOf(month.toUpperCase()) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`
        : null;
    };
    const text = read('rave/car_message.xml');
    const lines = [...replay(text, 'AE')].filter(([, items]) => items['AE.AETERM'] !== undefined);
    const terms = lines.map(([line, items]) => [
      line.split('|')[0],
      items['AE.AETERM'],
      iso(items['AE.AESTDTC']),
      items['AE.AESEV'] || null,
    ]);
    const sorted = (list: readonly unknown[]): readonly string[] =>
      list.map((one) => JSON.stringify(one)).sort();
    expect(terms.length).toBeGreaterThan(5);
    expect(sorted((rows.adverse_event ?? []).map(Object.values))).toEqual(sorted(terms));
    const visits = [...replay(text, 'VISIT')].filter(([, items]) => items['VISIT.DTC']);
    expect(visits.length).toBeGreaterThan(10);
    expect(sorted((rows.subject_visit ?? []).map(Object.values))).toEqual(
      sorted(visits.map(([line, items]) => [line.split('|')[0], iso(items['VISIT.DTC'])])),
    );
    expect(refused).toBe(0);
  });

  test('an OpenClinica extract has consents, criteria, doses and vital signs', async () => {
    const text = read('openclinica/extract.xml');
    const [study = ''] = all(text, /<Study OID="([^"]*)"/g);
    const map = `
item_map: openclinica
studies: ["*"]
null_words: ["-88", "-99"]
records:
  - feed: consent
    one_row_per: form
    columns:
      consent_date: I_ELIGI_INFORMED_CONSENT_DAT
      consent_given: I_ELIGI_INFORMED_CONSENT
  - feed: eligibility
    one_row_per: form
    each:
      - { criterion_id: { constant: OVER18 }, result: I_ELIGI_OVER_18 }
      - { criterion_id: { constant: WBC }, result: I_ELIGI_WBC_CT }
  - feed: exposure
    one_row_per: group
    groups: IG_AGENT_DOSETABLE
    columns: { start_date: I_AGENT_DOSE_DAT }
  - feed: lab_result
    one_row_per: form
    columns: { collection_date: I_PHYSI_PEDAT, specimen: { constant: none } }
    each:
      - { test_code: { constant: WEIGHT }, result: I_PHYSI_WEIGHT, result_unit: { unit: I_PHYSI_WEIGHT } }
  - feed: adverse_event
    one_row_per: form
    where: { item: I_ADVER_1_AEYN, values: ["1"] }
    columns: { term: I_ADVER_1_AETERM }
`;
    const { rows, refused } = await made('openclinica/extract.xml', map, {
      consent: 'consent_date_raw as day, consent_given as given',
      eligibility: 'criterion_id, result',
      exposure: 'start_date_raw as day',
      lab_result: 'result, result_unit, collection_date_raw as day',
      adverse_event: 'term',
    });
    const values = (oid: string): readonly string[] =>
      [...all(text, new RegExp(`ItemOID="${oid}" Value="([^"]*)"`, 'g'))].sort();
    expect(study).not.toBe('');
    expect(rows.consent?.map(({ day }) => day)).toEqual(values('I_ELIGI_INFORMED_CONSENT_DAT'));
    expect(rows.consent?.every(({ given }) => given === true)).toBe(true);
    expect(rows.eligibility).toHaveLength(
      values('I_ELIGI_OVER_18').length + values('I_ELIGI_WBC_CT').length,
    );
    expect(rows.exposure?.map(({ day }) => day)).toEqual(values('I_AGENT_DOSE_DAT'));
    expect(rows.lab_result?.map(({ result }) => result).sort()).toEqual(values('I_PHYSI_WEIGHT'));
    expect(new Set(rows.lab_result?.map(({ result_unit }) => result_unit))).toEqual(
      new Set(['MU_LB']),
    );
    expect(rows.lab_result?.map(({ day }) => day).sort()).toEqual(values('I_PHYSI_PEDAT'));
    // The one form of adverse events has no term in it.
    expect(rows.adverse_event).toEqual([]);
    expect(refused).toBe(0);
  });

  test('dates in parts come together as far as they are known', async () => {
    const map = `
item_map: cdisc-example
studies: [STUDY.StudyOID]
records:
  - feed: adverse_event
    one_row_per: group
    forms: FORM.AE
    columns:
      term: ID.AETERM
      onset_date: { date: { year: ID.AESTYR, month: ID.AESTMON, day: ID.AESTDAY } }
      end_date: { date: { year: ID.AEENYR, month: ID.AEENMON, day: ID.AEENDAY } }
      severity: { item: ID.AESEV, values: { "1": MILD } }
      related_flag: ID.AEREL
`;
    const { rows } = await made('cdisc-legacy/CDISC_ODM_example_web1.xml', map, {
      adverse_event:
        'adverse_event_id as id, term, onset_date_raw as onset, end_date_raw as ended, severity, related_flag as related',
    });
    expect(rows.adverse_event).toEqual([
      {
        id: '001/SE.VISIT1/1/FORM.AE/1/IG.AE/1/',
        term: 'HEADACHE',
        onset: '1999-06-10',
        ended: '1999-06-14',
        severity: 'MILD',
        related: false,
      },
      {
        id: '001/SE.VISIT1/1/FORM.AE/1/IG.AE/2/',
        term: 'CONGESTION',
        onset: '1999-06-11',
        ended: null,
        severity: 'MILD',
        related: false,
      },
    ]);
  });

  test('each test of a wide REDCap form is a result', async () => {
    const map = `
item_map: redcap
studies: ["*"]
records:
  - feed: lab_result
    one_row_per: form
    forms: Form.cardiovascular
    columns: { collection_date: cardiovascular_date, result_unit: { constant: mg/dL } }
    each:
      - { test_code: { constant: HDL }, result: hdl_mg_dl }
      - { test_code: { constant: LDL }, result: ldl_mg_dl }
      - { test_code: { constant: TRIG }, result: triglycerides_mg_dl }
  - feed: demographics
    one_row_per: subject
    columns: { sex: { item: gender, values: { "0": F, "1": M } } }
`;
    const { rows, refused } = await made('redcap/RepeatingEvents.REDCap.xml', map, {
      lab_result: 'test_code, result, collection_date_raw as day',
      demographics: 'subject_id',
    });
    const text = read('redcap/RepeatingEvents.REDCap.xml');
    const expected = (['hdl', 'ldl', 'triglycerides'] as const).flatMap((name) =>
      all(text, new RegExp(`ItemOID="${name}_mg_dl" Value="([^"]+)"`, 'g')),
    );
    expect(expected.length).toBeGreaterThan(1000);
    expect(rows.lab_result?.map(({ result }) => Number(result)).sort()).toEqual(
      expected.map(Number).sort(),
    );
    expect(rows.demographics).toHaveLength(all(text, /<SubjectData /g).length);
    expect(refused).toBe(0);
  });
});
