import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siebelCtms } from '../../../fixtures/native/siebel-ctms/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const ACTIVITIES: Readonly<Record<string, string>> = {
  'Subject Visit': 'subject_visit',
  'Site Visit': 'monitoring_visit',
  'Trip Report': 'trip_report',
  'Follow-Up Item': 'action_item',
  Issue: 'issue',
  'Protocol Deviation': 'protocol_deviation',
  Task: 'study_task',
};

const MASTERS: readonly (readonly [string, string, string])[] = [
  ['S_CL_PGM_LS', 'programme', '|'],
  ['S_CL_PTCL_LS', 'study', '|'],
  ['S_PTCL_SITE_LS', 'site', '|'],
  ['S_ORG_EXT', 'organization', ','],
  ['S_CONTACT', 'person', ','],
  ['S_PTL_ST_CON_LS', 'site_staff', '|'],
  ['S_CL_SUBJ_LS', 'subject', '|'],
  ['S_TMPL_PLANITEM', 'planned_visit', '|'],
  ['CX_STARTUP_STEP', 'milestone', '|'],
  ['CX_PTCL_MILESTONE', 'milestone', '|'],
  ['CX_MILESTONE_FCST', 'milestone_forecast', '|'],
];

describe('Siebel CTMS', () => {
  let home: NativeHome;
  const activities = (at: number) => rowsIn(dayOf(home, at), /^S_EVT_ACT/, '|', 'windows-1252');
  const outcomeOf = (at: number, table: string) =>
    outcomesOf(dayOf(home, at), new RegExp(`^${table}`));

  beforeAll(async () => {
    home = await deliverNative([siebelCtms], 5);
  });
  afterAll(() => home.at.remove());

  test.each(MASTERS)('%s lands in %s, row for row', (table, feed, delimiter) => {
    const rows = rowsIn(dayOf(home, 0), new RegExp(`^${table}_`), delimiter);
    expect(rows.length).toBeGreaterThan(0);
    expect(counts(outcomeOf(0, `${table}_`))).toEqual([`${feed} ${rows.length}/${rows.length}`]);
  });

  test.each([0, 1, 2])(
    'delivery %i: activities of each type land in their feed, none is lost',
    (at) => {
      const rows = activities(at);
      const types = Object.entries(ACTIVITIES).flatMap(([type, feed]) => {
        const n = rows.filter((row) => row.TODO_CD === type).length;
        return [`${feed} ${n}/${n}`];
      });
      expect(rows.filter((row) => !(row.TODO_CD && row.TODO_CD in ACTIVITIES))).toEqual([]);
      expect(counts(outcomeOf(at, 'S_EVT_ACT'))).toEqual(types.sort());
    },
  );

  test('windows-1252 text keeps its letters', async () => {
    const comments = activities(0).map((row) => row.COMMENTS_LONG ?? '');
    const accented = comments.filter((comment) => /[^ -~]/.test(comment));
    expect(accented.length).toBeGreaterThan(0);
    const landed = new Set([
      ...(await home.at.rows('trip_report', 'comment')),
      ...(await home.at.rows('protocol_deviation', 'description')),
    ]);
    expect(accented.filter((comment) => !landed.has(comment.trim()))).toEqual([]);
  });

  test('a report names its visit by row id', async () => {
    const visits = new Set(await home.at.rows('monitoring_visit', 'monitoring_visit_id'));
    const rows = await home.at.rows('trip_report', 'monitoring_visit_id');
    const reported = rows.filter((id) => id !== null);
    expect(reported.length).toBeGreaterThan(100);
    expect(reported.filter((id) => !visits.has(id))).toEqual([]);
  });

  test('milestones and steps of start-up stand side by side, and a forecast names its milestone by row id', async () => {
    const milestones = new Set(await home.at.rows('milestone', 'milestone_id'));
    const stored = ['CX_STARTUP_STEP', 'CX_PTCL_MILESTONE'].flatMap((table) =>
      rowsIn(dayOf(home, 0), new RegExp(`^${table}_`), '|').map((row) => row.ROW_ID),
    );
    expect(stored.filter((id) => !milestones.has(id ?? ''))).toEqual([]);
    expect(home.at.loads('milestone').map(({ mode }) => mode)).not.toContain('snapshot');
    const forecast = await home.at.rows('milestone_forecast', 'milestone_id');
    expect(forecast.length).toBeGreaterThan(300);
    expect(forecast.filter((id) => id !== null && !milestones.has(id))).toEqual([]);
    const words = new Set(await home.at.rows('milestone_forecast', 'forecaster'));
    expect([...words].filter((word) => word !== null).sort()).toEqual([
      'cro',
      'site',
      'study_team',
    ]);
  });

  test('deleted rows are named by row id, in each feed that they may be of', async () => {
    const deleted = [0, 1, 2, 3, 4].flatMap((at) =>
      rowsIn(dayOf(home, at), /^S_AUDIT_DELETED/, '|')
        .filter((row) => row.TABLE_NAME === 'S_EVT_ACT')
        .map((row) => row.RECORD_ID),
    );
    expect(deleted.length).toBeGreaterThan(0);
    const gone = "CASE WHEN _deleted = 'true' AND study_id IS NULL THEN issue_id END";
    expect((await home.at.rows('issue', gone)).filter((id) => id !== null).sort()).toEqual(
      deleted.sort(),
    );
  });

  test('findings of visits and promises of sites land', async () => {
    const done = activities(0).filter(
      (row) => row.TODO_CD === 'Site Visit' && row.EVT_STAT_CD === 'Done',
    );
    expect(done.length).toBeGreaterThan(0);
    const landed = await home.at.rows(
      'monitoring_visit',
      "monitoring_visit_id || ' ' || finding_count",
    );
    expect(landed).toEqual(
      expect.arrayContaining(done.map((row) => `${row.ROW_ID} ${row.X_FINDING_CNT}`)),
    );
    const promised = rowsIn(dayOf(home, 0), /^S_PTCL_SITE_LS/, '|').flatMap(
      ({ ROW_ID, X_PROMISED_RATE }) =>
        X_PROMISED_RATE ? [`${ROW_ID} ${Number(X_PROMISED_RATE)}`] : [],
    );
    expect(promised.length).toBeGreaterThan(0);
    expect(await home.at.rows('site', "site_id || ' ' || promised_rate")).toEqual(
      expect.arrayContaining(promised),
    );
  });

  test('midnight stamps are days', async () => {
    const days = await home.at.rows('monitoring_visit', 'planned_date');
    expect(
      days.filter((value) => value !== null && !/^\d{4}-\d\d-\d\d$/.test(String(value))),
    ).toEqual([]);
  });

  test('UTF-16 with the big end first is read by its mark', () => {
    expect(counts(outcomeOf(1, 'S_CL_PTCL_LS'))).toEqual(['study 2/2']);
    expect(home.at.loads('study').map(({ encoding }) => encoding)).toContain('utf-16be');
  });

  test('a column without name or content at the end of each line is no column', () => {
    const [outcome] = outcomeOf(1, 'S_TMPL_PLANITEM');
    expect(outcome?.outcome).toBe('loaded');
    expect(outcome?.rows_rejected).toBe(0);
  });

  test('a full extract without rows is refused', () => {
    const [outcome] = outcomeOf(1, 'S_PTL_ST_CON_LS');
    expect(outcome?.outcome).toBe('refused');
    expect(outcome?.messages[0]).toMatch(/announces \d+ rows, the file holds 0/);
  });

  test('an account whose name has bare quotes is set aside, the others land', () => {
    const [outcome] = outcomeOf(2, 'S_ORG_EXT');
    const rows = outcomeOf(0, 'S_ORG_EXT')[0]?.rows_read ?? 0;
    expect(outcome).toMatchObject({ rows_accepted: rows - 1, rows_rejected: 1 });
    expect(outcome?.messages[0]).toContain('rule malformed_row');
  });

  test('a status word in another language is set aside by name, its site and no other', async () => {
    const german = rowsIn(dayOf(home, 2), /^S_PTCL_SITE_LS/, '|').filter((row) =>
      ['Aktiv', 'Geschlossen', 'Geplant', 'Ausgewählt'].includes(row.STATUS_CD ?? ''),
    );
    expect(german.length).toBeGreaterThan(0);
    const [outcome] = outcomeOf(2, 'S_PTCL_SITE_LS');
    expect(outcome).toMatchObject({ outcome: 'partly_loaded', rows_rejected: german.length });
    expect(outcome?.messages[0]).toContain('column site_status: must be one of candidate,');
    expect(outcome?.messages[0]).toContain('rule invalid_word');
  });

  test('a control file that announces another encoding than the file has is told once', () => {
    const told = outcomeOf(2, 'S_EVT_ACT').flatMap(({ messages }) =>
      messages.filter((message) => message.includes('announces the encoding')),
    );
    expect(told).toEqual([
      expect.stringContaining('announces the encoding UTF-8, the file was read as windows-1252'),
    ]);
    const others = [0, 1, 3, 4].flatMap((at) => outcomesOf(dayOf(home, at), /^S_EVT_ACT/));
    expect(others.flatMap(({ messages }) => messages)).toEqual([]);
  });

  test('a header among the rows is no contact', async () => {
    const ids = rowsIn(dayOf(home, 3), /^S_CONTACT/).map((row) => row.ROW_ID);
    expect(ids).toContain('ROW_ID');
    const [outcome] = outcomeOf(3, 'S_CONTACT');
    expect(outcome).toMatchObject({ outcome: 'partly_loaded', rows_rejected: 1 });
    expect(outcome?.messages[0]).toContain('rule repeated_header');
    expect(await home.at.rows('person', 'person_id')).not.toContain('ROW_ID');
  });

  test('a rerun that lost two sites in five is refused', () => {
    const [outcome] = outcomeOf(4, 'S_PTCL_SITE_LS_20260331_RERUN');
    expect(outcome?.outcome).toBe('refused');
    expect(outcome?.messages[0]).toContain('--accept-shrink');
  });

  test('an extract that the control file does not name is refused', () => {
    const names = ['S_CL_SIT_ST_SUM_20260331_0600.txt', 'S_CL_SIT_ST_SUM_20260331.txt'];
    const found = names.map((name) => outcomesOf(dayOf(home, 4), new RegExp(`^${name}`))[0]);
    expect(found).toMatchObject([
      { outcome: 'refused', code: 'CONTROL_TOTAL' },
      { outcome: 'ignored' },
    ]);
    expect(found[0]?.messages[0]).toContain('names every file of its delivery and not this one');
  });

  test('the renamed flag of re-screening is still read', async () => {
    const rows = rowsIn(dayOf(home, 4), /^S_CL_SUBJ_LS/, '|');
    expect(rows[0]).toHaveProperty('X_RE_SCREENED_FLG');
    const newest = home.at.loads('subject').at(-1);
    expect(newest?.columns).toContain('is_rescreened');
    expect(newest?.rows_accepted).toBe(rows.length);
  });
});
