import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Plan } from '../../../ingest/compile/plan.ts';
import { openRise } from '../../../ingest/compile/rise.ts';
import { openEngine, text } from '../../../ingest/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-rise-'));
const engine = await openEngine(folder);
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

type Key = readonly [string, string];

/** Only a plan's key is looked at. */
const plan = { contract: { key: ['study', 'visit'] } } as unknown as Plan;

const holds = async (parts: readonly (readonly Key[])[]): Promise<boolean> => {
  const rise = openRise(plan);
  let row = 0;
  for (const [number, keys] of parts.entries()) {
    const rows = keys.map(([study, visit]) => `(${++row}, ${text(study)}, ${text(visit)})`);
    const from = `(VALUES ${rows.join(', ')}) AS rows(_row, study, visit)`;
    await rise.see(engine, number, from);
  }
  return rise.holds();
};

const word = fc.constantFrom('A', 'B', 'a', '10', '9', 'é', '\uffee', '😀');
const keys = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 12 });

const inParts = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );

const written = (key: Key): string => JSON.stringify(key);

const byBytes = (one: Key, other: Key): number =>
  Buffer.compare(Buffer.from(one[0]), Buffer.from(other[0])) ||
  Buffer.compare(Buffer.from(one[1]), Buffer.from(other[1]));

test('keys that rise through all parts are never repeated', async () => {
  await fc.assert(
    fc.asyncProperty(keys, fc.integer({ min: 1, max: 12 }), async (all, size) => {
      const isRepeated = new Set(all.map(written)).size < all.length;
      if (await holds(inParts(all, size))) expect(isRepeated).toBe(false);
    }),
    { seed: 20261129, numRuns: 150 },
  );
});

test('sorted keys rise, whole or in one column, however they are cut into parts', async () => {
  await fc.assert(
    fc.asyncProperty(keys, fc.integer({ min: 1, max: 12 }), async (all, size) => {
      const distinct = [...new Map(all.map((key) => [written(key), key])).values()];
      expect(await holds(inParts(distinct.sort(byBytes), size))).toBe(true);
      const visits = distinct.map(([study], at): Key => [study, String(at).padStart(3, '0')]);
      expect(await holds(inParts(visits, size))).toBe(true);
    }),
    { seed: 20261129, numRuns: 150 },
  );
});
