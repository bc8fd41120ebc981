import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalSql } from '../../../ingest/compile/canonical.ts';
import { formRule } from '../../../ingest/compile/check.ts';
import { placed, planFeed } from '../../../ingest/compile/plan.ts';
import { type Contract, type ContractColumn, contracts } from '../../../ingest/contract.ts';
import { type Engine, openEngine, text } from '../../../ingest/engine.ts';
import type { FileMapping } from '../../../ingest/profiles/profile.ts';
import { contractAjv } from '../../../ingest/vocabulary.ts';

const FEEDS = ['site', 'subject', 'monitoring_visit', 'enrollment_plan', 'gl_entry', 'fx_rate'];

const contractOf = (feed: string): Contract => {
  const contract = contracts().get(feed);
  if (!contract) throw new Error(feed);
  return contract;
};

const mapping: FileMapping = {
  name: 'same',
  profile: 'same',
  source: 'same',
  match: {},
  drop: [],
  keep: [],
  reading: { date_formats: ['iso', 'compact', '%d %B %Y'], null_words: ['N/A'] },
  feeds: [],
};

const noise = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constantFrom('', ' ', 'N/A', 'true', 'FALSE', 'y', '0', 'maybe', 'interim', 'Close Out'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc
    .tuple(fc.nat(9999), fc.nat(14), fc.nat(33))
    .map(([y, m, d]) =>
      [`${y}`.padStart(4, '0'), `${m}`.padStart(2, '0'), `${d}`.padStart(2, '0')].join('-'),
    ),
  fc.constantFrom(
    '2023',
    '2023-06',
    '2023-06--',
    '13 April 2026',
    '30 February 2026',
    '2026-02-30',
  ),
  fc.constantFrom(
    '20260230',
    '202613',
    '00000000',
    '-----',
    '2026-03-01T25:00',
    '2026-03-01 00:00:00',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.constantFrom('+007.500', '.5', '5.', '-0', '1,5', '1e5', '1E+99', '--1', '12-', '1 000'),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => !value.includes('\u0000')),
);

const day = fc
  .date({ noInvalidDate: true, min: new Date('1950-01-01'), max: new Date('2090-12-31') })
  .map((date) => date.toISOString().slice(0, 10));

const plausible = (column: ContractColumn): fc.Arbitrary<string> => {
  if (column.words)
    return fc.constantFrom(...column.words, ...column.words.map((word) => word.toUpperCase()));
  switch (column.format) {
    case 'date':
      return day;
    case 'partial-date':
      return fc.oneof(
        day,
        day.map((text) => text.slice(0, 7)),
        day.map((text) => text.slice(0, 4)),
      );
    case 'year-month':
      return day.map((text) => text.slice(0, 7));
    case 'decimal':
      return fc.tuple(fc.integer(), fc.nat(9999)).map(([whole, part]) => `${whole}.${part}`);
    case 'integer':
      return fc.integer().map(String);
    case 'boolean':
      return fc.constantFrom('true', 'FALSE', 'y', '0');
    case 'identifier':
      return fc.constantFrom('0496', '1.10E+06', '1E+06', '1E06', '1101E3', 'AE+1', '-2.5E+10');
    default:
      return fc.constantFrom('0496', 'X-1', 'Ärztehaus "Nord", 2', "O'Brien");
  }
};

/** Mostly what the column expects, so that rows break one rule as often as many. */
const cellOf = (column: ContractColumn): fc.Arbitrary<string | null> =>
  fc.oneof({ weight: 20, arbitrary: plausible(column) }, { weight: 1, arbitrary: noise });

const literal = (value: string | null): string => (value === null ? 'NULL' : text(value));

describe('the compiled check and ajv', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('.');
  });
  afterAll(() => engine.close());

  test.each(FEEDS)('agree on every generated row of %s', async (feed) => {
    const contract = contractOf(feed);
    const names = contract.columns.map((column) => column.name);
    const validate = contractAjv().compile(contract.schema);
    const plan = planFeed('rows', mapping, { feed }, contract, placed(names), {});
    const rows = fc.array(fc.tuple(...contract.columns.map(cellOf)), {
      minLength: 40,
      maxLength: 40,
    });
    const verdicts = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(rows, async (generated) => {
        const values = generated.map((row, i) => `(${i + 1}, ${row.map(literal).join(', ')})`);
        const cells = names.map((_, i) => `c${i}`);
        await engine.run(
          `CREATE OR REPLACE TABLE delivered AS SELECT _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells, ${cells.map((c) => `${c}::VARCHAR AS ${c}`).join(', ')} FROM (VALUES ${values.join(', ')}) v(_row, ${cells.join(', ')})`,
        );
        for (const row of await engine.rows(canonicalSql(plan, 'FROM delivered', 'any'))) {
          const present = names.filter((name) => row[name] !== null);
          const isValid = validate(Object.fromEntries(present.map((name) => [name, row[name]])));
          verdicts.add(isValid);
          const errors = JSON.stringify(validate.errors);
          expect(row._refused === null, `${JSON.stringify(row)} ${errors}`).toBe(isValid);
          if (row._refused === null) continue;
          const [rule, name] = String(row._refused).split('|');
          const blamed = (validate.errors ?? []).map((error) =>
            error.keyword === 'required'
              ? error.params.missingProperty
              : error.instancePath.slice(1),
          );
          expect(blamed).toContain(name);
          const column = contract.columns.find((one) => one.name === name);
          expect(rule === 'required' || (column && formRule(column) === rule)).toBe(true);
        }
      }),
      { seed: 20_260_331, numRuns: 15 },
    );
    expect(verdicts.size).toBe(2);
  });
});
