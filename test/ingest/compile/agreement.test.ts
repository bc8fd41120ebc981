import type { ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalSql } from '../../../ingest/compile/canonical.ts';
import { formRule } from '../../../ingest/compile/check.ts';
import { type Contract, type ContractColumn, contracts } from '../../../ingest/contract.ts';
import { type Engine, openEngine } from '../../../ingest/engine.ts';
import type { Reading } from '../../../ingest/profiles/profile.ts';
import { contractAjv, FORMATS, type Format } from '../../../ingest/vocabulary.ts';
import { awkward, plausible, rowOf } from './cells.ts';
import { deliver, READINGS } from './delivered.ts';

const FORMS = Object.keys(FORMATS) as readonly Format[];

type Row = Readonly<Record<string, unknown>>;

describe('the compiled check and ajv', () => {
  const ajv = contractAjv();
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = ({ feed, schema }: Contract): ValidateFunction => {
    const known = validators.get(feed) ?? ajv.compile(schema);
    validators.set(feed, known);
    return known;
  };
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('.');
  });
  afterAll(() => engine.close());

  /** Rows in canonical text with their verdicts, in the order given. */
  const compiled = async (
    contract: Contract,
    reading: Reading,
    generated: readonly (readonly unknown[])[],
  ): Promise<readonly Row[]> => {
    const plan = await deliver(engine, contract, reading, generated);
    return engine.rows(`FROM (${canonicalSql(plan, 'FROM delivered', 'any')}) ORDER BY _row`);
  };

  const agree = (contract: Contract, row: Row): boolean => {
    const validate = validatorOf(contract);
    const present = contract.columns.filter(({ name }) => row[name] !== null);
    const isValid = validate(Object.fromEntries(present.map(({ name }) => [name, row[name]])));
    const errors = JSON.stringify(validate.errors);
    expect(row._refused === null, `${JSON.stringify(row)} ${errors}`).toBe(isValid);
    if (row._refused === null) return true;
    const [rule, name] = String(row._refused).split('|');
    const blamed = (validate.errors ?? []).map((error) =>
      error.keyword === 'required' ? error.params.missingProperty : error.instancePath.slice(1),
    );
    expect(blamed).toContain(name);
    const column = contract.columns.find((one) => one.name === name);
    expect(rule === 'required' || (column && formRule(column) === rule)).toBe(true);
    return false;
  };

  test.each([...contracts().values()].map((contract, i) => [contract.feed, contract, i] as const))(
    'agree on every generated row of %s',
    async (_, contract, at) => {
      const reading = READINGS[at % READINGS.length] ?? {};
      const rows = fc.array(rowOf(contract.columns), { minLength: 60, maxLength: 60 });
      const verdicts = new Set<boolean>();
      await fc.assert(
        fc.asyncProperty(rows, async (generated) => {
          const empty = contract.columns.map(() => null);
          const made = await compiled(contract, reading, [...generated, empty]);
          expect(made).toHaveLength(generated.length + 1);
          const accepted = made.filter((row) => {
            const isValid = agree(contract, row);
            verdicts.add(isValid);
            return isValid;
          });
          if (reading !== READINGS[0] || accepted.length === 0) return;
          const texts = (row: Row) => contract.columns.map(({ name }) => row[name]);
          const again = await compiled(contract, reading, accepted.map(texts));
          expect(again.map(texts)).toEqual(accepted.map(texts));
        }),
        { seed: 20_260_331, numRuns: 2 },
      );
      expect(verdicts.size).toBe(2);
    },
  );

  test.each(
    FORMS.flatMap((format) => READINGS.map((reading, at) => [format, at, reading] as const)),
  )('agree on %s, read in way %i', async (format, at, reading) => {
    const column: ContractColumn = { name: 'value', format };
    const [any] = contracts().values();
    if (!any) throw new Error('no contract');
    const contract = { ...any, key: ['value'], required: [], columns: [column] };
    const values = fc.sample(fc.oneof(awkward, plausible(column)), { numRuns: 2000, seed: at });
    const rows = await compiled(
      contract,
      reading,
      [...new Set(values)].map((value) => [value]),
    );
    const isAccepted = ({ _refused }: Row): boolean => _refused === null;
    const isValid = ({ value }: Row): boolean => value === null || FORMATS[format](String(value));
    expect(rows.filter((row) => isAccepted(row) !== isValid(row))).toEqual([]);
    expect(new Set(rows.map(isAccepted)).size).toBe(2);
  });
});
