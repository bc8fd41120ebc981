import { readdirSync, readFileSync } from 'node:fs';
import { contracts } from '@portolan/ingest';
import { describe, expect, test } from 'vitest';
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

  test('an unknown keyword or format is refused', () => {
    const ajv = contractAjv();
    expect(() => ajv.compile({ type: 'object', 'x-keys': ['a'] })).toThrow(/x-keys/);
    expect(() => ajv.compile({ type: 'string', format: 'datum' })).toThrow(/datum/);
    expect(() => ajv.compile({ type: 'object', 'x-mode': 'weekly' })).toThrow(/x-mode/);
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
