import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples');

describe.skipIf(!existsSync(SAMPLES))('protocols, registries and safety reports of others', () => {
  let at: TestHome;
  beforeAll(() => {
    at = testHome();
  });
  afterAll(() => at.remove());

  const load = async (...names: string[]) => {
    const outcomes = await at.ingest(...names.map((name) => join(SAMPLES, name)));
    return outcomes
      .filter(({ outcome }) => outcome !== 'ignored')
      .map(
        ({ feed, code, rows_accepted, rows_read }) =>
          `${feed ?? code} ${rows_accepted}/${rows_read}`,
      );
  };

  test('the studies and locations of a registry, dates as far as they are known', async () => {
    expect(await load('ctgov/ctg-2025/ctg-studies.json')).toEqual([
      'registry_study 128/128',
      'registry_site 323/323',
    ]);
    const starts = await at.rows('registry_study', 'DISTINCT length(start_date) AS n');
    expect(starts.map(Number).sort()).toEqual([10, 7]);
  }, 60_000);

  test('a case of each report, without who the patient is', async () => {
    const folder = 'e2b-r3/faers2022';
    const files = readdirSync(join(SAMPLES, folder)).filter((name) => name.endsWith('.xml'));
    const loaded = await load(...files.map((name) => `${folder}/${name}`));
    expect(loaded).toEqual(files.map(() => expect.stringMatching(/^safety_case (\d+)\/\1$/)));
    const rows = await at.rows('safety_case', '_extra');
    expect(JSON.stringify(rows)).not.toMatch(/initials|birth|narrative"/);
  }, 60_000);

  test('the last version of a protocol gives its visits', async () => {
    const loaded = await load('usdm/ddf-ra/CDISC_Pilot_Study.json');
    expect(loaded).toContainEqual(expect.stringMatching(/^planned_visit (\d+)\/\1$/));
    expect(await at.rows('planned_visit', 'DISTINCT study_id')).toEqual(['H2Q-MC-LZZT']);
    const days = await at.rows('planned_visit', 'target_day');
    expect(days.filter((day) => day !== null).length).toBeGreaterThan(5);
  }, 60_000);

  test('a research subject in XML, one row a state', async () => {
    const file = 'fhir/hl7-core/researchsubject-example-crossover-placebo-to-drug.xml';
    const [loaded] = await load(file);
    expect(loaded).toMatch(/^research_subject ([1-9]\d*)\/\1$/);
  }, 60_000);
});
