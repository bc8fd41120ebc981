import { resolve } from 'node:path';
import { parseItemMap } from '@portolan/ingest';
import { tryItemMaps } from '@portolan/warehouse';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from '../../ingest/home.ts';
import { auditXml } from './audit-log.ts';

const modelsDir = resolve(import.meta.dirname, '../../../models');

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

test('maps are tried without a build: rows that stand, and why others do not', async () => {
  const lines = ['2026-01-01', '2026-02-31', '2026-03-01'].map((value, line) => ({
    at: line,
    subject: 's',
    line,
    item: 'START',
    value,
  }));
  await at.ingest(
    await at.deliver('audit.xml', auditXml([...lines, { at: 9, subject: 's', line: 2 }])),
  );
  const map = parseItemMap(
    'x.yaml',
    `item_map: x-1
studies: [X-1]
records:
  - { feed: adverse_event, one_row_per: group, columns: { onset_date: START } }
  - { feed: consent, one_row_per: form, columns: { consent_date: NONE } }
`,
  );
  expect(await tryItemMaps({ home: at.home, modelsDir, maps: [map] })).toEqual([
    {
      map: 'x-1',
      feed: 'adverse_event',
      rows: 2,
      refused: [{ rule: 'invalid_date', column: 'onset_date', rows: 1 }],
    },
    { map: 'x-1', feed: 'consent', rows: 0, refused: [] },
  ]);
}, 120_000);
