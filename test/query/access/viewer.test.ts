import {
  type Door,
  openDoor,
  type QueryRequest,
  type Scope,
  type Viewer,
  viewerFor,
} from '@portolan/query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { martAccess } from '../../../query/access/classes.ts';
import { type Published, publish } from '../portfolio.ts';

let published: Published;
let door: Door;

beforeAll(async () => {
  published = await publish();
  door = await openDoor(published.home);
});

afterAll(async () => {
  await door.close();
  await published.remove();
});

const within = (scope: Partial<Scope>, role = 'finance'): Viewer => {
  const viewer = viewerFor(role, 'test');
  return { ...viewer, scope: { ...viewer.scope, ...scope } };
};

async function count(metric: string, viewer: Viewer): Promise<unknown> {
  const result = await door.query({ metrics: [metric] }, viewer);
  return result.rows()[0]?.[metric];
}

describe('row scope', () => {
  test.each([
    [{}, 5],
    [{ studies: ['S1'] }, 4],
    [{ countries: ['DE', 'FR'] }, 3],
    [{ sites: ['S1|002'] }, 1],
    [{ studies: ['S1'], countries: ['FR'] }, 0],
    [{ studies: [] }, 0],
    [{ studies: ["S1') or ('1'='1"] }, 0],
  ])('%j sees %i screened', async (scope, screened) => {
    expect(await count('subjects_screened', within(scope))).toBe(screened);
  });

  test('a list is cut as metrics are', async () => {
    const request: QueryRequest = { list: 'dim_site', columns: ['study_id', 'site_id'] };
    const result = await door.query(request, within({ countries: ['US'] }));
    expect(result.rows()).toEqual([{ study_id: 'S1', site_id: '002' }]);
  });

  test('a mart that cannot be cut to the scope is refused as a whole', async () => {
    const refusal = count('spend_actual', within({ sites: ['S1|001'] }));
    await expect(refusal).rejects.toMatchObject({ code: 'QUERY_SCOPE_DENIED', status: 403 });
  });

  test('a study is described to whoever may see part of it', async () => {
    expect(await count('studies', within({ studies: ['S2'], countries: ['FR'] }))).toBe(1);
  });

  test('answers within different scopes are never taken for each other', async () => {
    const request = { metrics: ['sites'] };
    const names = await Promise.all(
      [
        within({}),
        within({ studies: ['S1'] }),
        within({ studies: ['S2'] }),
        within({}, 'auditor'),
      ].map((viewer) => door.fingerprint(request, viewer)),
    );
    expect(new Set(names).size).toBe(4);
    expect(await door.fingerprint(request, within({}))).toBe(names[0]);
  });
});

describe('column classes', () => {
  const subjects: QueryRequest = { metrics: ['subjects_screened'], by: ['subject'] };
  const rows: QueryRequest = { list: 'enrollment_events', columns: ['study_id', 'event_type'] };
  const money: QueryRequest = { metrics: ['spend_actual'] };
  const ratio: QueryRequest = { metrics: ['spend_per_subject'] };
  const category: QueryRequest = {
    metrics: ['sites'],
    where: [{ dimension: 'investigator', op: '=', values: ['Dr Alpha'] }],
  };
  const person: QueryRequest = { list: 'dim_site', columns: ['investigator_name'] };
  const sorted: QueryRequest = {
    list: 'dim_site',
    columns: ['site_id'],
    where: [{ dimension: 'investigator_name', op: '=', values: ['Dr Alpha'] }],
  };

  test('a list without columns has those that the viewer may see', async () => {
    const columnsFor = async (role: string) => {
      const result = await door.query({ list: 'dim_site', limit: 1 }, viewerFor(role, 'test'));
      return result.columns.map(({ name }) => name);
    };
    const [seen, all] = [await columnsFor('finance'), await columnsFor('auditor')];
    expect(all).toContain('investigator_name');
    expect(seen).toEqual(all.filter((name) => name !== 'investigator_name'));
    await expect(
      door.query({ list: 'enrollment_events' }, viewerFor('leadership', 'test')),
    ).rejects.toMatchObject({ code: 'QUERY_CLASS_DENIED' });
  });

  test.each([
    ['leadership', { subjects: 0, rows: 0, money: 1, ratio: 1, category: 0, person: 0, sorted: 0 }],
    [
      'feasibility',
      { subjects: 0, rows: 0, money: 0, ratio: 0, category: 0, person: 0, sorted: 0 },
    ],
    ['finance', { subjects: 1, rows: 1, money: 1, ratio: 1, category: 0, person: 0, sorted: 0 }],
    [
      'clinical_operations',
      { subjects: 1, rows: 1, money: 0, ratio: 0, category: 1, person: 1, sorted: 1 },
    ],
    ['auditor', { subjects: 1, rows: 1, money: 0, ratio: 0, category: 1, person: 1, sorted: 1 }],
  ])('%s', async (role, wanted) => {
    const requests = { subjects, rows, money, ratio, category, person, sorted };
    const seen = await Promise.all(
      Object.entries(requests).map(async ([name, request]) => {
        const answer = door.query(request, viewerFor(role, 'test'));
        const status = await answer.then(
          () => 200,
          (error: { status: number; code: string }) => error.status,
        );
        return [name, status === 200 ? 1 : status === 403 ? 0 : status];
      }),
    );
    expect(Object.fromEntries(seen)).toEqual(wanted);
  });

  test('the refusal names class and role, and nothing is answered', async () => {
    await expect(door.query(money, viewerFor('feasibility', 'test'))).rejects.toMatchObject({
      code: 'QUERY_CLASS_DENIED',
      message:
        'The role feasibility may not see the metric spend_actual: it is of class commercial.',
    });
  });

  test('classes beyond the role are not granted by naming them', async () => {
    const forged: Viewer = { ...viewerFor('feasibility', 'test'), classes: ['commercial'] };
    await expect(door.query(money, forged)).rejects.toMatchObject({ status: 403 });
    const narrowed: Viewer = { ...viewerFor('finance', 'test'), classes: [] };
    await expect(door.query(money, narrowed)).rejects.toMatchObject({ status: 403 });
    const nobody = { ...viewerFor('finance', 'test'), role: 'root' } as unknown as Viewer;
    await expect(door.query(money, nobody)).rejects.toMatchObject({ code: 'QUERY_UNKNOWN_ROLE' });
  });

  test('unblinding is granted to nobody', () => {
    for (const role of ['leadership', 'feasibility', 'finance', 'clinical_operations', 'auditor']) {
      expect(viewerFor(role, 'test').classes).not.toContain('unblinding');
    }
  });

  test('a mart that is not classified cannot be listed', async () => {
    expect(martAccess.secrets).toBeUndefined();
    const sql = 'create schema marts; create table marts.secrets as select 1 as n;';
    const own = await publish({ sql, yaml: 'metrics: []' });
    const opened = await openDoor(own.home);
    const request: QueryRequest = { list: 'secrets', columns: ['n'] };
    await expect(opened.query(request, viewerFor('auditor', 'test'))).rejects.toMatchObject({
      code: 'QUERY_UNKNOWN_LIST',
    });
    await opened.close();
    await own.remove();
  });
});

test('an unknown role names the known ones', () => {
  expect(() => viewerFor('finanse', 'test')).toThrow('There is no role "finanse".');
  try {
    viewerFor('finanse', 'test');
  } catch (error) {
    expect(error).toMatchObject({
      hint: expect.stringMatching(/^Roles, nearest first: finance, /),
    });
  }
});

describe('marts that tell of sites of several studies', () => {
  const sql = `
create schema marts;
create table marts.dim_study as select 'S1' as study_id;
create table marts.site_identity as select 'S1' as study_id, '1' as site_id, 'S2|1' as identity_id;
create table marts.dim_investigator as select 'INV-1' as identity_id, 'Dr Alpha' as investigator_name;
create table marts.site_merge_proposals as select * from (values
  ('S1', '1', 'S2', '1'), ('S1', '2', 'S3', '1')) t(study_id, site_id, other_study_id, other_site_id);
create table marts.feed_status as select * from (values
  ('site', 'ctms', 2::bigint, timestamp '2026-03-31 22:00:00', 3::bigint, 1::bigint)
) t(feed, source, loads, last_loaded_at, rows_accepted, rows_rejected);`;

  test('show a pair of sites only where both are in scope, and a site of all studies to who may see all', async () => {
    const own = await publish({ sql, yaml: 'metrics: []' });
    const opened = await openDoor(own.home);
    const pairs: QueryRequest = { list: 'site_merge_proposals', columns: ['other_study_id'] };
    const ask = async (request: QueryRequest, scope: Partial<Scope>) =>
      (await opened.query(request, within(scope, 'auditor'))).rows();
    expect(await ask(pairs, { studies: ['S1', 'S2'] })).toEqual([{ other_study_id: 'S2' }]);
    expect(await ask(pairs, { studies: ['S1'] })).toEqual([]);
    expect(await ask(pairs, { sites: ['S1|1', 'S1|2', 'S3|1'] })).toEqual([
      { other_study_id: 'S3' },
    ]);
    const identity: QueryRequest = { list: 'site_identity', columns: ['identity_id'] };
    expect(await ask(identity, {})).toEqual([{ identity_id: 'S2|1' }]);
    await expect(ask(identity, { studies: ['S1'] })).rejects.toMatchObject({
      code: 'QUERY_SCOPE_DENIED',
    });
    const people: QueryRequest = { list: 'dim_investigator', columns: ['identity_id'] };
    expect(await ask(people, {})).toEqual([{ identity_id: 'INV-1' }]);
    await expect(ask(people, { countries: ['DE'] })).rejects.toMatchObject({
      code: 'QUERY_SCOPE_DENIED',
    });
    await expect(opened.query(people, within({}, 'finance'))).rejects.toMatchObject({
      code: 'QUERY_CLASS_DENIED',
    });
    await opened.close();
    await own.remove();
  });
});
