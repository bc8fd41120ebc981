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

  test('patients who could be known are left alone, and nothing of them is kept', async () => {
    const kept = () => readdirSync(join(at.home, 'lake/files')).sort();
    const before = kept();
    const [outcome] = await at.ingest(join(SAMPLES, 'fhir/bulk-10/Patient.000.ndjson'));
    expect(outcome).toMatchObject({ outcome: 'ignored', rows_read: 0 });
    expect(outcome?.messages[0]).toContain('ask for a pseudonymised export');
    expect(kept()).toEqual(before);
  });

  test('an acknowledgement is a submission that an authority took or refused', async () => {
    const folder = 'e2b-r3/faers2022';
    expect(await load(`${folder}/R3ack-negative.ack`, `${folder}/R3ack-positive.ack`)).toEqual([
      'safety_submission 1/1',
      'safety_submission 1/1',
    ]);
    const rows = await at.rows(
      'safety_submission',
      'case_id, authority, acknowledged_at, acknowledgement',
    );
    expect(rows).toContainEqual({
      case_id: 'US-APHARMA-7644554',
      authority: 'FDA',
      acknowledged_at: '2022-08-15T10:12:46',
      acknowledgement: 'CR',
    });
  });

  test('a recruitment log counts candidates by day and outcome', async () => {
    expect(await load('recruitment/rctrecruit/GRIPS_log_by_day_with_gaps.csv')).toEqual([
      'prescreening 2970/2970',
    ]);
    const of = 'CASE WHEN outcome = $ THEN candidate_count::INTEGER END';
    const sum = async (outcome: string) => {
      const counts = await at.rows('prescreening', of.replace('$', `'${outcome}'`));
      return counts.reduce<number>((total, count) => total + Number(count ?? 0), 0);
    };
    expect([await sum('prescreened'), await sum('eligible'), await sum('enrolled')]).toEqual([
      5823, 1315, 70,
    ]);
    expect((await at.rows('prescreening', 'prescreened_date'))[0]).toBe('2019-06-19');
  });

  test('what stands beside reports and exports is left alone, each with its reason', async () => {
    const names = [
      'e2b-r3/faers2022/XML and ACK Instance - Read Me.txt',
      'e2b-r3/faers2022/icsr_data_elements.csv',
      'e2b-r3/faers2022/rejection_warning_rules.csv',
      'fhir/bulk-10/log.ndjson',
      'usdm/ddf-ra-xlsx/CDISC_Pilot_Study.xlsx',
      'ctgov/ctg-2025/pulled_ctg_studies.csv',
    ];
    const outcomes = await at.ingest(...names.map((name) => join(SAMPLES, name)));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['ignored']));
  });
});

test('what a FHIR server has deleted is deleted by its id, and no patient with it', async () => {
  const at = testHome();
  try {
    const subject = (id: string) => ({
      resourceType: 'ResearchSubject',
      id,
      status: 'candidate',
      study: { reference: 'ResearchStudy/x' },
      individual: { reference: 'Patient/p1' },
    });
    const gone = (url: string) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url } }],
    });
    const lines = (all: readonly unknown[]) =>
      all.map((one) => `${JSON.stringify(one)}\n`).join('');
    const exported = lines([subject('s1'), subject('s2')]);
    await at.ingest(await at.deliver('ResearchSubject.000.ndjson', exported));
    const outcomes = await at.ingest(
      await at.deliver(
        'deleted.000.ndjson',
        lines([gone('ResearchSubject/s1'), gone('Patient/p1'), gone('ResearchSubject?status=x')]),
      ),
    );
    const [outcome] = outcomes.filter(({ rows_read }) => rows_read > 0);
    expect(outcome).toMatchObject({
      feed: 'research_subject',
      rows_read: 2,
      rows_accepted: 1,
      rows_rejected: 1,
    });
    const rows = await at.rows(
      'research_subject',
      'research_subject_id, progress_number, _deleted',
    );
    expect(rows).toEqual([
      { research_subject_id: 's1', progress_number: '0', _deleted: null },
      { research_subject_id: 's2', progress_number: '0', _deleted: null },
      { research_subject_id: 's1', progress_number: null, _deleted: 'true' },
    ]);
  } finally {
    at.remove();
  }
});

test("the registry's own table, without what people wrote", async () => {
  const at = testHome();
  try {
    const text =
      'NCT Number,Study Title,Study Status,Brief Summary,Study Results,Sponsor,Phases,Enrollment,Start Date,Completion Date,First Posted,Last Update Posted,Locations\nNCT00000001,A title,RECRUITING,words,NO,Example Therapeutics,PHASE2|PHASE3,120,2024-05,2026-12-31,2024-04-01,2026-01-02,"Somewhere, Berlin"\nNCT00000002,B,COMPLETED,words,YES,Example Therapeutics,NA,many,2024-05,,,2026-01-02,\n';
    const outcome = await at.load('ctg-studies.csv', text);
    expect(outcome).toMatchObject({ feed: 'registry_study', rows_accepted: 1, rows_rejected: 1 });
    expect(outcome.messages[0]).toMatch(/enrollment_count/);
    expect(await at.rows('registry_study', 'registry, start_date, has_results, _extra')).toEqual([
      { registry: 'ClinicalTrials.gov', start_date: '2024-05', has_results: 'false', _extra: null },
    ]);
  } finally {
    at.remove();
  }
});
