import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sdtm } from '../../../fixtures/native/sdtm/system.ts';
import type { FileOutcome } from '../../../ingest/summary.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf } from './native.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples');

/** Outcomes of datasets, without those of the tables that describe them. */
const datasets = (outcomes: readonly FileOutcome[]): readonly FileOutcome[] =>
  outcomes.filter(({ file }) => file.includes('#'));

describe.skipIf(!existsSync(SAMPLES))('the datasets of the CDISC pilot', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const load = async (...names: string[]) =>
    datasets(await at.ingest(...names.map((name) => join(SAMPLES, name))));

  test('as transport files: subjects, events, visits, doses; a visit that stands twice is told', async () => {
    const names = ['dm', 'ae', 'ds', 'ex', 'sv', 'tv'];
    const outcomes = await load(...names.map((name) => `sdtm-xpt/cdiscpilot01/${name}.xpt`));
    expect(counts(outcomes)).toEqual([
      'adverse_event 1191/1191',
      'consent 0/0',
      'demographics 306/306',
      'disposition 306/306',
      'exposure 591/591',
      'planned_visit 21/21',
      'randomization 0/0',
      'subject 306/306',
      'subject_visit 3558/3559',
    ]);
    const partial = await at.rows('adverse_event', 'DISTINCT length(onset_date) AS n');
    expect(partial.map(Number).sort()).toEqual([10, 4, 7]);
  }, 120_000);

  test('no arm and no birth date lands', async () => {
    await load('dataset-json/sdtm/dm.json', 'dataset-json/sdtm/ex.json');
    for (const feed of ['subject', 'demographics']) {
      const rows = await at.rows(feed, '* EXCLUDE (_load_id, _loaded_at, _file_sha256)');
      expect(JSON.stringify(rows), feed).not.toMatch(/Zanomaline|ZAN_LOW|Placebo|BRTHDTC/);
    }
    expect(JSON.stringify(await at.rows('exposure', '_extra'))).not.toMatch(/EXDOSE|EXLOT/);
  }, 60_000);

  test.each(['json', 'ndjson', 'dsjc'])(
    'laboratory results as %s are the same',
    async (kind) => {
      expect(counts(await load(`dataset-json/sdtm/lb.${kind}`))).toEqual(['lab_result 3488/3488']);
      expect(
        await at
          .rows('lab_result', 'lab_result_id, result, standard_result, collection_date')
          .then((rows) => rows[0]),
      ).toEqual({
        lab_result_id: 'CDISC001/1',
        result: '3.9',
        standard_result: '39',
        collection_date: '2012-11-23',
      });
    },
    60_000,
  );

  test('vital signs keep their result, its unit and their day', async () => {
    expect(counts(await load('dataset-json/sdtm/vs.json'))).toEqual(['vital_sign 1414/1414']);
    const given = 'test_code, result, result_unit, standard_result, standard_unit, measured_date';
    const rows = await at.rows('vital_sign', `vital_sign_id, ${given}`);
    expect(rows[0]).toEqual({
      vital_sign_id: 'CDISC001/1',
      test_code: 'DIABP',
      result: '71',
      result_unit: 'mmHg',
      standard_result: '71',
      standard_unit: 'mmHg',
      measured_date: '2012-11-23',
    });
  }, 60_000);

  test('analysis datasets and domains that nobody asks for are left alone, each with its reason', async () => {
    const outcomes = await load(
      'sdtm-xpt/cdiscpilot01-adam/adsl.xpt',
      'sdtm-xpt/cdiscpilot01-adam/adae.xpt',
      'dataset-json/adam/adtte.json',
      'dataset-json/sdtm/relrec.json',
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(outcomes.map(() => 'ignored'));
    expect(outcomes.map(({ messages }) => messages[0])).toEqual([
      ...[1, 2, 3].map(() => expect.stringContaining('is an analysis dataset')),
      expect.stringContaining('relates records'),
    ]);
  }, 60_000);
});

describe('cuts of a repository', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([sdtm], 1);
  }, 120_000);
  afterAll(() => home.at.remove());

  test.each(['dm', 'ae', 'ds', 'ex', 'sv', 'lb'])(
    '%s says the same as transport file and as JSON',
    (domain) => {
      const day = dayOf(home, 0);
      const rows = (kind: string) =>
        counts(datasets(outcomesOf(day, new RegExp(`^${domain}\\.${kind}`))));
      expect(rows('xpt').length).toBeGreaterThan(0);
      expect(rows('xpt')).toEqual(rows('json'));
      for (const said of rows('xpt')) expect(said).toMatch(/ (\d+)\/\1$/);
    },
  );
});

test('a word for causality that nobody knows refuses its event, without what happened', async () => {
  const at = testHome();
  try {
    const outcome = await at.load(
      'ae.csv',
      'STUDYID,USUBJID,AESEQ,AETERM,AESTDTC,AESER,AEREL\nX,S1,1,secret ailment,2026-03,N,POSSIBLE\nX,S1,2,secret ailment,2026-03,N,perhaps\n',
    );
    expect(outcome).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
    expect(outcome.messages[0]).toMatch(/related_flag/);
    expect(outcome.messages[0]).not.toMatch(/secret|perhaps/);
  } finally {
    at.remove();
  }
});
