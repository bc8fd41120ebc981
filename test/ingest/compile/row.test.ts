import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Plan, planFeed } from '../../../ingest/compile/plan.ts';
import { straysSql, wantedBy } from '../../../ingest/compile/row.ts';
import { contracts } from '../../../ingest/contract.ts';
import { openEngine, text } from '../../../ingest/engine.ts';
import type { FileMapping } from '../../../ingest/profiles/profile.ts';

const HEADER = ['kind', 'state', 'id'].map((name, index) => ({ name, cell: `c${index}` }));

const planOf = (where: Plan['feed']['where']): Plan => {
  const contract = contracts().get('action_item');
  if (!contract || !where) throw new Error('no contract');
  const feed = {
    feed: 'action_item',
    mode: 'delta' as const,
    where,
    columns: { study_id: { constant: 'X' }, action_item_id: { from: 'id' } },
  };
  const mapping = {
    profile: 'p',
    name: 'n',
    match: {},
    reading: {},
    drop: [],
    keep: [],
    feeds: [feed],
  };
  return planFeed('a.csv', mapping as unknown as FileMapping, feed, contract, HEADER, {});
};

const folder = mkdtempSync(join(tmpdir(), 'portolan-row-'));
const engine = await openEngine(folder);
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

const word = fc.constantFrom(
  'Visit',
  'VISIT',
  ' visit ',
  '\tvisit',
  'Ä',
  'ä',
  'follow-up',
  '',
  ' ',
  'x',
);
const rows = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 20 });

test('the engine and the reader agree on which rows no feed takes', async () => {
  const plans = [
    planOf([{ from: 'kind', values: ['visit', 'Ä'] }]),
    planOf([
      { from: 'kind', not: ['', 'X'] },
      { from: 'state', values: ['Follow-Up', ''] },
    ]),
  ];
  const isWanted = wantedBy(plans);
  await fc.assert(
    fc.asyncProperty(rows, async (cells) => {
      const values = cells.map(
        ([kind, state]) => `(NULL, ${kind ? text(kind) : 'NULL'}, ${text(state)})`,
      );
      const relation = `SELECT * FROM (VALUES ${values.join(', ')}) AS t(_fault, c0, c1)`;
      const [counted] = await engine.rows(straysSql(plans, relation) ?? '');
      expect(cells.filter((row) => isWanted?.(row) === false)).toHaveLength(Number(counted?.n));
    }),
    { seed: 20261129, numRuns: 200 },
  );
});
