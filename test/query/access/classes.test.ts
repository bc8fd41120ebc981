import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  columnClass,
  expressionClasses,
  martAccess,
  rowClasses,
} from '../../../query/access/classes.ts';

test('every mart of the project is classified, and nothing else', () => {
  const folder = resolve(import.meta.dirname, '../../../models/marts');
  const marts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace(/^.*\//, '').replace(/\.sql$/, ''));
  expect(Object.keys(martAccess).sort()).toEqual(marts.sort());
});

test('what breaks the blind needs its class, totals included', () => {
  const folder = resolve(import.meta.dirname, '../../../models/marts/unblinded');
  const marts = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  expect(marts.length).toBeGreaterThan(1);
  for (const mart of marts)
    expect(martAccess[mart.replace(/\.sql$/, '')]?.all, mart).toContain('unblinding');
});

describe('classes of columns', () => {
  test("a subject is a subject in every mart, a finding's entity in one", () => {
    expect(columnClass('adverse_events', 'subject_id')).toBe('subject_level');
    expect(columnClass('data_findings', 'entity_id')).toBe('subject_level');
    expect(columnClass('milestones', 'entity_id')).toBeUndefined();
  });

  test('what a contract classifies stays classified in every mart', () => {
    expect(columnClass('kits', 'lot')).toBe('unblinding');
    expect(columnClass('enrollment_events', 'reason')).toBe('subject_level');
    expect(columnClass('issues', 'owner_id')).toBe('personal');
    expect(columnClass('dim_site', 'investigator_id')).toBe('personal');
    expect(rowClasses('dim_investigator')).toEqual(['personal']);
    expect(columnClass('monitor_workload', 'person_id')).toBe('personal');
  });

  test('an expression is of the classes of all that it names', () => {
    expect(expressionClasses('dim_site', "investigator_name || ' ' || SUBJECT_ID")).toEqual([
      'personal',
      'subject_level',
    ]);
    expect(expressionClasses('dim_site', 'site_id')).toEqual([]);
  });
});
