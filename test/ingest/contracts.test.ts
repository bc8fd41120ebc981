import { readdirSync, readFileSync } from 'node:fs';
import { contracts } from '@portolan/ingest';
import { describe, expect, test } from 'vitest';
import type { ContractSchema } from '../../ingest/contract.ts';
import { contractAjv, FORMATS } from '../../ingest/vocabulary.ts';

const FOLDER = new URL('../../ingest/contracts/', import.meta.url);
const files = readdirSync(FOLDER);

describe('contracts', () => {
  test.each(files)('%s compiles in strict mode', (file) => {
    const schema = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
    expect(() => contractAjv().compile(schema)).not.toThrow();
    expect(schema.title).toBeTruthy();
    expect(schema.description).toMatch(/^One row per /);
  });

  test.each(files)('%s: the example rows hold', (file) => {
    const schema: ContractSchema = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
    const validate = contractAjv().compile(schema);
    expect(schema.examples).toHaveLength(3);
    for (const row of schema.examples) {
      expect(validate(row), JSON.stringify(validate.errors)).toBe(true);
    }
    const [full = {}, least = {}] = schema.examples;
    expect(Object.keys(full)).toEqual(Object.keys(schema.properties));
    expect(Object.keys(least).sort()).toEqual([...schema.required].sort());
    const keys = schema.examples.map((row) => schema['x-key'].map((name) => row[name]).join('\n'));
    expect(new Set(keys).size).toBe(3);
  });

  test('there is one for every record that a trial runs on', () => {
    const wanted =
      'study study_country site person site_staff subject subject_visit planned_visit milestone enrollment_plan monitoring_plan monitoring_visit action_item issue protocol_deviation study_task resource_assignment site_contract fee_schedule vendor_contract change_order site_payment edc_item edc_page edc_query adverse_event disposition lab_result eligibility consent randomization shipment kit gl_entry trial_balance ap_invoice ap_payment purchase_order vendor gl_account accounting_period budget fx_rate tmf_document expected_document safety_case safety_submission study_design registry_study registry_site research_subject prescreening country currency organization calendar';
    expect(wanted.split(' ').filter((feed) => !contracts().has(feed))).toEqual([]);
  });

  test('every column is described, every feed says how long it is kept and how far it may shrink', () => {
    for (const contract of contracts().values()) {
      const silent = contract.columns.filter((column) => !column.description);
      expect(silent, contract.feed).toEqual([]);
      expect(contract.retention, contract.feed).toMatch(/^P\d+Y$/);
      expect(contract.maxShrink, contract.feed).toBeGreaterThan(0);
    }
  });

  test('the awkward rows show what feeds are known to hold', () => {
    const awkward = [...contracts().values()].flatMap(({ schema }) =>
      Object.values(schema.examples[2] ?? {}),
    );
    const partial = awkward.filter((value) => /^\d{4}(-\d{2})?$/.test(value));
    expect(partial.length).toBeGreaterThan(10);
    expect(awkward.some((value) => /^0\d+$/.test(value))).toBe(true);
    expect(awkward.some((value) => /[^\p{ASCII}]/u.test(value))).toBe(true);
    expect(awkward.some((value) => value.includes('\n'))).toBe(true);
    expect(awkward).toContain('1E05');
  });

  test('a feed that breaks the blind is unblinding as a whole, and no blinded one tells an arm', () => {
    const unblinded = [...contracts().values()].filter(
      ({ schema }) => schema['x-class'] === 'unblinding',
    );
    expect(unblinded.map(({ feed }) => feed).sort()).toEqual([
      'kit_content',
      'treatment_assignment',
    ]);
    for (const { feed, columns } of contracts().values()) {
      for (const { name, class: own } of columns) {
        if (/^(arm|kit_type|content|treatment)(_code|_name)?$/.test(name)) {
          expect(own, `${feed}.${name}`).toBe('unblinding');
        }
      }
    }
  });

  test('an unknown keyword or format is refused', () => {
    const ajv = contractAjv();
    expect(() => ajv.compile({ type: 'object', 'x-keys': ['a'] })).toThrow(/x-keys/);
    expect(() => ajv.compile({ type: 'string', format: 'datum' })).toThrow(/datum/);
    expect(() => ajv.compile({ type: 'object', 'x-mode': 'weekly' })).toThrow(/x-mode/);
    expect(() => ajv.compile({ type: 'object', 'x-retention': '25 years' })).toThrow(/x-retention/);
    expect(() => ajv.compile({ type: 'object', 'x-max-shrink': 20 })).toThrow(/x-max-shrink/);
  });

  test('keys are required, references name feeds and columns that exist', () => {
    for (const contract of contracts().values()) {
      const columns = new Set(contract.columns.map((column) => column.name));
      for (const key of contract.key) expect(contract.required).toContain(key);
      for (const reference of contract.schema['x-references']) {
        const target = contracts().get(reference.feed);
        for (const column of reference.columns) {
          expect(columns, contract.feed).toContain(column);
          expect(target?.key, `${contract.feed} -> ${reference.feed}`).toContain(column);
        }
      }
    }
  });

  test('what could break the blind or name a person is classed', () => {
    const classOf = (feed: string, name: string) =>
      contracts()
        .get(feed)
        ?.columns.find((column) => column.name === name)?.class;
    expect(classOf('exposure', 'treatment_name')).toBe('unblinding');
    expect(classOf('site', 'investigator_name')).toBe('personal');
    expect(classOf('protocol_deviation', 'description')).toBe('personal');
    expect(classOf('site_contract', 'overhead_pct')).toBe('commercial');
    expect(classOf('subject', 'subject_id')).toBe('subject_level');
  });

  test('a date must exist', () => {
    expect(FORMATS.date('2024-02-29')).toBe(true);
    for (const text of ['2026-02-30', '2023-02-29', '1900-02-29', '0000-01-01', '2026-1-1', '']) {
      expect(FORMATS.date(text), text).toBe(false);
    }
    expect(FORMATS['partial-date']('2023-06')).toBe(true);
    expect(FORMATS['partial-date']('2023-13')).toBe(false);
  });
});
