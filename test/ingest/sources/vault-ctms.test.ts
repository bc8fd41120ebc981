import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaultCtms } from '../../../fixtures/native/vault-ctms/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, zippedRows } from './native.ts';

const FEEDS: Readonly<Record<string, string>> = {
  study__v: 'study',
  study_country__v: 'study_country',
  visit_def__v: 'planned_visit',
  site__v: 'site',
  organization__v: 'organization',
  location__v: 'organization',
  start_up_step__c: 'milestone',
  person__sys: 'person',
  study_person__v: 'site_staff',
  subject__clin: 'subject',
  subject_visit__v: 'subject_visit',
  monitoring_event__v: 'monitoring_visit',
  monitoring_plan__c: 'monitoring_plan',
  monitored_subject__v: 'monitored_subject',
  follow_up_item__ctms: 'action_item',
  milestone__v: 'milestone',
  milestone_forecast__c: 'milestone_forecast',
  study_task__c: 'study_task',
  metric__ctms: 'enrollment_metric',
  metric_over_time__ctms: 'enrollment_plan',
};

describe('Vault CTMS', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([vaultCtms], 5);
  });
  afterAll(() => home.at.remove());

  test('every object of the full extract lands, row for row', () => {
    const members = zippedRows(dayOf(home, 0), /-F\.zip$/);
    const issues = members.get('issue__ctms.csv') ?? [];
    const deviations = issues.filter((row) => row.object_type__v === 'protocol_deviation__ctms');
    expect(deviations.length).toBeGreaterThan(0);
    const others = issues.length - deviations.length;
    const expected = [...members].flatMap(([member, { length }]) => {
      const feed = FEEDS[member.replace('.csv', '')];
      return feed ? [`${feed} ${length}/${length}`] : [];
    });
    expect(expected).toHaveLength(Object.keys(FEEDS).length);
    const split = [`issue ${others}/${others}`];
    split.push(`protocol_deviation ${deviations.length}/${deviations.length}`);
    expect(counts(dayOf(home, 0).outcomes)).toEqual([...expected, ...split].sort());
  });

  test('rows of a study are found by its record id, and the numbers stand beside it', async () => {
    const ids = new Set(await home.at.rows('study', 'study_id'));
    const studies = new Set(await home.at.rows('site', 'study_id'));
    expect(studies.size).toBeGreaterThan(2);
    expect([...studies].filter((id) => !ids.has(id))).toEqual([]);
    expect(await home.at.rows('study', 'study_number')).toContain('PTL-1101');
    const numbers = await home.at.rows('site', 'site_number');
    expect(numbers.filter((number) => /^0\d{3}$/.test(String(number))).length).toBeGreaterThan(50);
  });

  test.each([
    ['study', 'status'],
    ['study', 'phase'],
    ['study_country', 'study_country_status'],
    ['site', 'site_status'],
    ['site', 'risk_tier'],
    ['person', 'person_type'],
    ['site_staff', 'role'],
    ['subject', 'subject_status'],
    ['subject_visit', 'visit_status'],
    ['planned_visit', 'visit_type'],
    ['monitoring_visit', 'status'],
    ['monitoring_visit', 'visit_method'],
    ['issue', 'severity'],
    ['issue', 'status'],
    ['milestone', 'milestone_type'],
    ['milestone', 'level'],
    ['milestone_forecast', 'forecaster'],
    ['enrollment_metric', 'metric_type'],
    ['study_task', 'status'],
  ])('no API name is left in %s.%s', async (feed, column) => {
    const words = new Set(await home.at.rows(feed, column));
    expect(words.size).toBeGreaterThan(0);
    expect([...words].filter((word) => /__(v|c|sys|ctms|clin)$/.test(String(word)))).toEqual([]);
  });

  test('importance of a deviation is that of its severity', async () => {
    const rows = zippedRows(dayOf(home, 0), /-F\.zip$/).get('issue__ctms.csv') ?? [];
    const important = rows.filter((row) => row.severity__c === 'important__c').map((row) => row.id);
    const landed = await home.at.rows(
      'protocol_deviation',
      "CASE WHEN important_flag = 'true' THEN deviation_id END",
    );
    expect(important.filter((id) => !landed.includes(id))).toEqual([]);
  });

  test('findings of visits and promises of sites land', async () => {
    const members = zippedRows(dayOf(home, 0), /-F\.zip$/);
    const visits = members.get('monitoring_event__v.csv') ?? [];
    const done = visits.filter((row) => row.visit_end_date__v !== '');
    expect(done.length).toBeGreaterThan(0);
    expect(visits.filter((row) => row.finding_count__c !== '')).toEqual(done);
    const landed = await home.at.rows(
      'monitoring_visit',
      "monitoring_visit_id || ' ' || finding_count",
    );
    expect(landed).toEqual(
      expect.arrayContaining(done.map((row) => `${row.id} ${row.finding_count__c}`)),
    );
    const rates = await home.at.rows('site', 'promised_rate');
    expect(rates.filter((rate) => Number(rate) > 0).length).toBeGreaterThan(50);
  });

  test('an increment lands as changes', () => {
    const members = zippedRows(dayOf(home, 1), /-N\.zip$/);
    const visits = members.get('monitoring_event__v.csv')?.length ?? 0;
    expect(counts(outcomesOf(dayOf(home, 1), /monitoring_event__v\.csv$/))).toEqual([
      `monitoring_visit ${visits}/${visits}`,
    ]);
    expect(home.at.loads('monitoring_visit').map(({ mode }) => mode)).toEqual(
      home.at.loads('monitoring_visit').map(() => 'delta'),
    );
  });

  test('deletes land by the record id alone', async () => {
    const deleted = [1, 2, 3].flatMap((at) =>
      (zippedRows(dayOf(home, at), /-N\.zip$/).get('monitoring_event__v_deletes.csv') ?? []).map(
        ({ id }) => id,
      ),
    );
    expect(deleted.length).toBeGreaterThan(0);
    expect(
      await home.at.rows(
        'monitoring_visit',
        "CASE WHEN _deleted = 'true' AND study_id IS NULL AND _mode = 'delta' THEN monitoring_visit_id END",
      ),
    ).toEqual(expect.arrayContaining(deleted));
    const outcomes = [1, 2, 3].flatMap((at) => outcomesOf(dayOf(home, at), /_deletes\.csv$/));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['loaded']));
  });

  test('a file that holds fewer rows than the manifest announces is refused', () => {
    const rows = zippedRows(dayOf(home, 1), /-N\.zip$/).get('subject_visit__v.csv')?.length ?? 0;
    const [outcome] = outcomesOf(dayOf(home, 1), /subject_visit__v\.csv$/);
    expect(outcome?.outcome).toBe('refused');
    expect(outcome?.messages[0]).toContain(`announces ${rows + 3} rows, the file holds ${rows}`);
    const others = outcomesOf(dayOf(home, 1), /__(v|c|sys|clin|ctms)\.csv$/);
    expect(others.filter((one) => one.outcome === 'refused')).toEqual([outcome]);
  });

  test('an id that comes twice in a file is set aside once', () => {
    const [outcome] = outcomesOf(dayOf(home, 3), /subject__clin\.csv$/);
    expect(outcome?.outcome).toBe('partly_loaded');
    expect(outcome?.rows_rejected).toBe(1);
    expect(outcome?.messages[0]).toContain('rule duplicate_key');
  });

  test('a new column is accepted and named', () => {
    const load = home.at
      .loads('monitoring_visit')
      .find(({ new_columns }) => new_columns.includes('is_triggered__c'));
    expect(load?.rows_rejected).toBe(0);
  });

  test('a half-written archive and one that climbs out of its folder are refused whole', () => {
    const refused = dayOf(home, 4).outcomes.filter(({ outcome }) => outcome === 'refused');
    const archives = refused.map(({ file }) => file).filter((file) => file.endsWith('.zip'));
    expect(archives.sort()).toEqual(['180021-20260331-0900-N.zip', '180021-20260331-1200-N.zip']);
  });
});
