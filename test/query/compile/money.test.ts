import { openDoor, type Row, viewerFor } from '@portolan/query';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Published, publish } from '../portfolio.ts';

const yaml = `
semantic_models:
  - name: lines
    model: ref('spend')
    dimensions: [{ name: n, type: categorical, expr: study_id }]
    measures:
      - { name: total, agg: sum, expr: reporting_amount }
      - { name: mean, agg: average, expr: reporting_amount }
      - { name: units, agg: sum, expr: units }
      - { name: weight, agg: sum, expr: weight }
metrics:
  - { name: amount, type: simple, type_params: { measure: total }, config: { meta: { format: money } } }
  - { name: mean_amount, type: simple, type_params: { measure: mean }, config: { meta: { format: money } } }
  - { name: pieces, type: simple, type_params: { measure: units } }
  - { name: heft, type: simple, type_params: { measure: weight } }
  - { name: less, type: derived, type_params: { expr: amount * 0.5, metrics: [amount] }, config: { meta: { unit: reporting currency } } }
  - { name: each, type: ratio, type_params: { numerator: amount, denominator: pieces }, config: { meta: { format: money } } }
  - { name: by_weight, type: ratio, type_params: { numerator: amount, denominator: heft }, config: { meta: { unit: reporting currency } } }
  - { name: less_each, type: ratio, type_params: { numerator: less, denominator: pieces }, config: { meta: { format: money } } }
  - { name: rate, type: ratio, type_params: { numerator: amount, denominator: pieces }, config: { meta: { format: decimal } } }
`;

type Line = readonly [amount: string | null, units: bigint | null, weight?: string];

/** Publishes one line per group, group by group "0", "1" and so on. */
function publishLines(lines: readonly Line[]): Promise<Published> {
  const rows = lines.map(
    ([amount, units, weight = '0'], n) => `('${n}', ${amount}, ${units}, ${weight})`,
  );
  const sql = `create schema marts; create table marts.spend as
    select study_id, cast(reporting_amount as decimal(38, 4)) as reporting_amount,
      cast(units as bigint) as units, cast(weight as decimal(38, 10)) as weight
    from (values ${rows.join(', ')}) t(study_id, reporting_amount, units, weight)`;
  return publish({ sql, yaml });
}

async function ask(lines: readonly Line[], metrics: string[], by = ['n']): Promise<Row[]> {
  const published = await publishLines(lines);
  const door = await openDoor(published.home);
  try {
    const viewer = viewerFor('finance', 'test');
    const order = by.map((column) => ({ column }));
    const result = await door.query({ metrics, by, order }, viewer);
    return result.rows();
  } finally {
    await door.close();
    await published.remove();
  }
}

const values = (rows: readonly Row[], metric: string) => rows.map((row) => row[metric]);

test('an amount divided is exact where a double is not', async () => {
  const lines: Line[] = [
    ['9007199254740993.2501', 3n],
    ['-9007199254740993.2501', 3n],
    ['9999999999999999999999999999.9999', 7n],
    ['2.0001', 2n],
    ['-2.0001', 2n],
    ['2.0001', -2n],
    ['-2.0001', -2n],
    ['0', 5n],
  ];
  const rows = await ask(lines, ['each', 'rate']);
  expect(values(rows, 'each')).toEqual([
    '3002399751580331.0834',
    '-3002399751580331.0834',
    '1428571428571428571428571428.5714',
    '1.0001',
    '-1.0001',
    '-1.0001',
    '1.0001',
    '0.0000',
  ]);
  expect(rows[0]?.rate).toBe(3002399751580330.5);
});

test('a divisor may have decimals', async () => {
  const lines: Line[] = [
    ['10', 1n, '0.0000000003'],
    ['-10', 1n, '1234567.8901234567'],
    ['0.0001', 1n, '-2'],
  ];
  expect(values(await ask(lines, ['by_weight']), 'by_weight')).toEqual([
    '33333333333.3333',
    '0.0000',
    '-0.0001',
  ]);
});

test('rounding is half away from zero, whatever the signs', async () => {
  const ten28 = 10n ** 28n;
  const line = fc.record({
    units: fc.bigInt({ min: -ten28, max: ten28 }),
    by: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((by) => by !== 0n),
  });
  const text = (units: bigint) => {
    const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
    return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  };
  const rounded = (above: bigint, below: bigint) => {
    const negative = above < 0n !== below < 0n;
    const [up, down] = [above < 0n ? -above : above, below < 0n ? -below : below];
    const quotient = (2n * up + down) / (2n * down);
    return text(negative ? -quotient : quotient);
  };
  const sampled = fc.sample(line, { numRuns: 90, seed: 20260331 });
  const small = [-3n, -2n, -1n, 1n, 2n, 3n];
  const all = [...sampled, ...small.flatMap((units) => small.map((by) => ({ units, by })))];
  const rows = await ask(
    all.map(({ units, by }) => [text(units), by]),
    ['each'],
  );
  const answered = new Map(rows.map((row) => [row.n, row.each]));
  for (const [n, { units, by }] of all.entries()) {
    expect(answered.get(String(n)), `${units} / ${by}`).toBe(rounded(units, by));
  }
});

test('nothing to divide, or to divide by, is told as ever', async () => {
  const lines: Line[] = [
    ['5', 0n],
    [null, 2n],
    ['5', null],
  ];
  expect(await ask(lines, ['each'])).toEqual([
    { n: '0', each: null, each__not_evaluable: 'zero_denominator' },
    { n: '1', each: null, each__not_evaluable: 'no_values' },
    { n: '2', each: null, each__not_evaluable: 'no_values' },
  ]);
});

test('derived money, and means of money, are money', async () => {
  const lines: Line[] = [['-9007199254740993.2501', 3n]];
  const metrics = ['less', 'less_each', 'mean_amount'];
  expect(await ask(lines, metrics)).toEqual([
    {
      n: '0',
      less: '-4503599627370496.6251',
      less_each: '-1501199875790165.5417',
      mean_amount: '-9007199254740993.2501',
    },
  ]);
  const two: Line[] = [
    ['9007199254740993.2501', 1n],
    ['9007199254740993.2502', 1n],
    [null, 1n],
  ];
  expect(await ask(two, ['mean_amount'], [])).toEqual([{ mean_amount: '9007199254740993.2502' }]);
});

test('what is too large is refused, never cut', async () => {
  const refusal = ask([['9999999999999999999999999999.9999', 1n, '0.0000000001']], ['by_weight']);
  await expect(refusal).rejects.toMatchObject({ code: 'QUERY_FAILED' });
});

test('a derived metric that is money may not divide', async () => {
  const divided = yaml.replace('expr: amount * 0.5', 'expr: amount / 2');
  const refusal = publish({ sql: 'create schema marts', yaml: divided });
  await expect(refusal).rejects.toThrow('Metric less is money and divides in its expression');
});
