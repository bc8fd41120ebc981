import type { Warehouse } from './planted/planted.ts';

/** A row of truth/accruals.json: one contract, cost type, currency and month; money as decimal text. */
export type TrueBalance = Readonly<Record<string, string>>;

const amounts = [
  'opening',
  'earned',
  'true_up',
  'invoiced',
  'reclassified',
  'closing',
  'opening_prepaid',
  'closing_prepaid',
  'earned_to_date',
  'invoiced_to_date',
  'held_to_date',
  'released_to_date',
  'paid_to_date',
] as const;

const trueName = (amount: string): string => amount.replace(/^held_to/, 'held_back_to');

/** Where the roll-forward of contracts differs from the true one: contract, cost type, currency, month, what is there. */
export async function differentBalances(
  warehouse: Warehouse,
  rows: readonly TrueBalance[],
  isLeftOut: (row: TrueBalance, amount: string) => boolean,
): Promise<string[]> {
  const found = new Map(
    (
      await warehouse.rows(
        `select contract_id, cost_type, currency, period, ${amounts.map((it) => `${it}_amount::varchar`).join(', ')}
        from marts.contract_balances`,
      )
    )
      .map((row) => Object.values(row))
      .map((row) => [row.slice(0, 4).join(' '), row.slice(4).map(Number)]),
  );
  const keyOf = (row: TrueBalance) =>
    [row.contract, row.cost_type, row.currency, row.month].join(' ');
  const right = new Set(rows.map(keyOf));
  const wrong = [...found].flatMap(([key, own]) =>
    right.has(key) || own.every((amount) => amount === 0) ? [] : [`${key}: too much`],
  );
  const different = rows.flatMap((row) => {
    const key = keyOf(row);
    const own = found.get(key);
    if (!own) return [`${key}: missing`];
    return amounts.flatMap((amount, i) =>
      own[i] === Number(row[trueName(amount)]) || isLeftOut(row, amount)
        ? []
        : [`${key} ${amount}: ${own[i]}, right is ${row[trueName(amount)]}`],
    );
  });
  return [...wrong, ...different];
}
