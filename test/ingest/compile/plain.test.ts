import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalSql } from '../../../ingest/compile/canonical.ts';
import { mayBePlain, plainSql, proofSql } from '../../../ingest/compile/plain.ts';
import type { Plan } from '../../../ingest/compile/plan.ts';
import { type Contract, contracts } from '../../../ingest/contract.ts';
import { type Engine, openEngine } from '../../../ingest/engine.ts';
import type { Piece } from '../../../ingest/formats/piece.ts';
import type { Reading } from '../../../ingest/profiles/profile.ts';
import { FORMATS, type Format } from '../../../ingest/vocabulary.ts';
import { awkward, plausible, rowOf } from './cells.ts';
import { deliver, READINGS } from './delivered.ts';

const PIECE: Piece = { relation: 'FROM delivered', blanks: 'any', rows: 0 };
const ISO: Reading = {};

type Row = Readonly<Record<string, unknown>>;

describe('rows taken for canonical', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('.');
  });
  afterAll(() => engine.close());

  const canonicalOf = (plan: Plan): Promise<readonly Row[]> =>
    engine.rows(`FROM (${canonicalSql(plan, PIECE.relation, PIECE.blanks)}) ORDER BY _row`);

  const isProven = async (plan: Plan): Promise<boolean> => {
    const landed = `(SELECT * REPLACE (CASE WHEN _refused IS NULL THEN _row ELSE -_row END AS _row) FROM (${plainSql(plan, PIECE)}))`;
    const [proof] = await engine.rows(proofSql(plan, PIECE, landed));
    return proof?.is_proven === true;
  };

  /** Whether rows are proven; if so they are what the whole check makes of them. */
  const proves = async (
    contract: Contract,
    reading: Reading,
    rows: readonly (readonly unknown[])[],
  ): Promise<boolean> => {
    const plan = await deliver(engine, contract, reading, rows);
    expect(mayBePlain(plan)).toBe(true);
    if (!(await isProven(plan))) return false;
    const plain = await engine.rows(`FROM (${plainSql(plan, PIECE)}) ORDER BY _row`);
    const checked = await canonicalOf(plan);
    expect(plain).toEqual(checked);
    expect(checked.filter(({ _refused }) => _refused !== null)).toEqual([]);
    return true;
  };

  test.each([...contracts().values()].map((contract) => [contract.feed, contract] as const))(
    'are proven where the whole check takes them as they are: %s',
    async (_, contract) => {
      const rows = fc.sample(rowOf(contract.columns), { seed: 20_261_129, numRuns: 30 });
      const plan = await deliver(engine, contract, ISO, rows);
      const sound = (await canonicalOf(plan)).filter(({ _refused }) => _refused === null);
      const texts = sound.map((row) => contract.columns.map(({ name }) => row[name]));
      expect(texts.length === 0 || (await proves(contract, ISO, texts))).toBe(true);
      const empty = contract.columns.map(() => null);
      expect(await proves(contract, ISO, [...texts, empty])).toBe(contract.required.length === 0);
    },
  );

  const FORMS = Object.keys(FORMATS) as readonly Format[];

  test.each(FORMS.flatMap((format) => READINGS.map((_, at) => [format, at] as const)))(
    'are those of the whole check, each %s read in way %i',
    async (format, at) => {
      const [any] = contracts().values();
      if (!any) throw new Error('no contract');
      const column = { name: 'value', format };
      const contract = { ...any, key: ['value'], required: [], columns: [column] };
      const values = fc.sample(fc.oneof(awkward, plausible(column)), { numRuns: 60, seed: at });
      const verdicts = new Set<boolean>();
      for (const value of new Set(values))
        verdicts.add(await proves(contract, READINGS[at] ?? ISO, [[value]]));
      expect(verdicts.has(true)).toBe(true);
    },
  );
});
