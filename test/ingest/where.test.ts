import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from './home.ts';

const PROFILE = `profile: mixed
description: one table of activities of several kinds
files:
  - name: activities
    match: { columns: [kind, study, id, day] }
    feeds:
      - feed: monitoring_visit
        mode: delta
        where: { from: kind, values: [Visit] }
        columns: { study_id: study, monitoring_visit_id: id, site_id: { constant: S1 }, visit_type: { constant: interim } }
      - feed: action_item
        mode: delta
        where: { from: kind, values: [action, Follow-up] }
        columns: { study_id: study, action_item_id: id }
`;

let at: TestHome;
beforeEach(() => {
  at = testHome();
  mkdirSync(join(at.home, 'sources'), { recursive: true });
  writeFileSync(join(at.home, 'sources', 'mixed.yaml'), PROFILE);
});
afterEach(() => at.remove());

test('each row goes to the feed that its kind names, a broken one to the first, and the rest is told', async () => {
  const path = await at.deliver(
    'activities.csv',
    'kind,study,id,day\nVISIT,X,1,\naction,X,2,\n follow-up ,X,3,\nphone,X,4,\nbroken\n',
  );
  const outcomes = await at.ingest(path);
  expect(outcomes).toMatchObject([
    { feed: 'monitoring_visit', rows_read: 2, rows_accepted: 1, rows_rejected: 1 },
    { feed: 'action_item', rows_read: 2, rows_accepted: 2 },
    {
      outcome: 'ignored',
      messages: ['activities.csv: 1 of 5 rows are of no feed of profile mixed.'],
    },
  ]);
  expect(await at.rows('action_item', '_row')).toEqual(['2', '3']);
});
