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

/** `isTrusting` takes every part after the first for one that rises as those before. */
const holds = async (parts: readonly (readonly Key[])[], isTrusting = false): Promise<boolean> => {
  const rise = openRise(plan);
  let row = 0;
  for (const [number, keys] of parts.entries()) {
    const rows = keys.map(([study, visit]) => `(${++row}, ${text(study)}, ${text(visit)})`);
    const from = `(VALUES ${rows.join(', ')}) AS rows(_row, study, visit)`;
    await rise.see(engine, number, from, isTrusting ? rise.way() : undefined);
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

test('parts that each rise as those before are still held to the last key of the one before', async () => {
  const low: Key = ['A', '1'];
  const high: Key = ['B', '2'];
  expect(await holds([[low], [high]], true)).toBe(true);
  expect(await holds([[low], [low]], true)).toBe(false);
  expect(await holds([[high], [low]], true)).toBe(false);
});

test('no way is offered before a part was seen, nor one in which a part did not rise', async () => {
  const rise = openRise(plan);
  expect(rise.way()).toBeUndefined();
  await rise.see(engine, 0, "(VALUES (1, 'A', '2'), (2, 'B', '1')) AS rows(_row, study, visit)");
  const study = rise.way();
  expect(study?.places).toEqual([0]);
  await rise.see(engine, 1, "(VALUES (3, 'C', '1'), (4, 'C', '2')) AS rows(_row, study, visit)");
  expect(rise.way()?.places).toEqual([0, 1]);
  await rise.see(
    engine,
    2,
    "(VALUES (5, 'D', '2'), (6, 'D', '1')) AS rows(_row, study, visit)",
    study,
  );
  expect(rise.way()).toBeUndefined();
});
