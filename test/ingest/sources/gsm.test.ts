import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IngestSummary } from '../../../ingest/summary.ts';
import { type TestHome, testHome } from '../home.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples/ctms-edc-ops');
const isHere = existsSync(SAMPLES);
if (!isHere) console.warn(`SKIPPED: tables of gsm are not at ${SAMPLES}`);

/** Rows by the table's own count, as the R package states them or `wc` counts them. */
const ROWS: Readonly<Record<string, string>> = {
  AE: 'adverse_event 3000',
  DATACHG: 'edc_item 119433',
  DATAENT: 'edc_page 135129',
  ENROLL: 'subject 1000',
  PD: 'protocol_deviation 3000',
  PK: 'edc_item 11816',
  QUERY: 'edc_query 129288',
  SDRGCOMP: 'disposition 500',
  SITE: 'site 150',
  STUDCOMP: 'disposition 100',
  STUDY: 'study 1',
  SUBJ: 'demographics 1000',
  VISIT: 'subject_visit 8440',
};

describe.skipIf(!isHere)('gsm', () => {
  let at: TestHome;
  let summary: IngestSummary;
  beforeAll(async () => {
    at = testHome();
    const among = (folder: string, name: RegExp): string[] =>
      readdirSync(join(SAMPLES, folder))
        .filter((file) => name.test(file))
        .map((file) => join(SAMPLES, folder, file));
    const paths = [...among('derived-csv', /^gsm_/), ...among('gsm-core', /\.csv$/)];
    summary = await ingest({ home: at.home, paths });
  });
  afterAll(() => at.remove());

  test('every raw table lands whole', () => {
    const landed = summary.files.filter(({ outcome }) => outcome === 'loaded');
    const found = landed.map(({ file, feed, rows_accepted }) => [
      /Raw_([A-Z]+)/.exec(file)?.[1] ?? file,
      `${feed} ${rows_accepted}`,
    ]);
    expect(Object.fromEntries(found)).toEqual(ROWS);
    expect(summary.rows_rejected).toBe(0);
  });

  test('computed tables are ignored, and the reason says so', () => {
    const others = summary.files.filter(({ outcome }) => outcome !== 'loaded');
    expect(others.map(({ outcome }) => outcome)).toEqual(others.map(() => 'ignored'));
    expect(others.map(({ file }) => file).sort()).toEqual([
      'analyticsInput.csv',
      'analyticsSummary.csv',
      'gsm_lSource_Raw_SV.csv.gz',
      'reportingGroups.csv',
      'reportingMetrics.csv',
      'reportingResults.csv',
    ]);
  });

  test('days and seconds since 1970 are dates', async () => {
    const rows = await at.rows('adverse_event', "onset_date || ' ' || entered_date");
    expect(rows.length).toBe(3_000);
    expect(
      rows.filter((row) => row !== null && !/^(\d{4}-\d\d-\d\d ?){2}$/.test(String(row))),
    ).toEqual([]);
  });
});
