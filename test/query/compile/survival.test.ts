import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kaplanMeierMedian } from '../../../fixtures/truth/kaplan-meier.ts';
import { survivalSql } from '../../../query/compile/survival.ts';

const measure = { name: 'days', agg: 'median', expr: 'days', censored: 'censored' } as const;

const cycles = fc.array(
  fc.record({ days: fc.integer({ min: 0, max: 12 }), finished: fc.boolean() }),
  { maxLength: 40 },
);

test('the median of Kaplan and Meier, by group and over all', async () => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const estimate = async (by: { expr: string; name: string }[], values: string) => {
      const rows = `from (select * from (values ${values}) t(g, "measure days", is_censored)) as f`;
      const sql = `${survivalSql(measure, by, rows)} order by all`;
      return (await connection.runAndReadAll(sql)).getRowObjects();
    };
    await fc.assert(
      fc.asyncProperty(cycles, cycles, async (left, right) => {
        const groups = { a: left, b: right };
        const rowsOf = (name: 'a' | 'b') => [
          `('${name}', null::integer, false)`,
          ...groups[name].map(({ days, finished }) => `('${name}', ${days}, ${!finished})`),
        ];
        const values = [...rowsOf('a'), ...rowsOf('b')].join(', ');
        const byGroup = await estimate([{ expr: 'f.g', name: 'g' }], values);
        expect(byGroup.map((row) => row['measure days'] ?? undefined)).toEqual([
          kaplanMeierMedian(left),
          kaplanMeierMedian(right),
        ]);
        expect(byGroup.map((row) => Number(row['values counted']))).toEqual([
          left.length,
          right.length,
        ]);
        const [all] = await estimate([], values);
        expect(all?.['measure days'] ?? undefined).toBe(kaplanMeierMedian([...left, ...right]));
        expect(Number(all?.['rows counted'])).toBe(left.length + right.length + 2);
      }),
      { seed: 1, numRuns: 100 },
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});
