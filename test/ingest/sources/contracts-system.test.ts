import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contracts } from '../../../fixtures/native/contracts/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const FEEDS = {
  site_contracts: 'site_contract',
  vendor_contracts: 'vendor_contract',
  fee_schedule_versions: 'fee_schedule',
  unit_prices: 'fee_schedule',
  site_fees: 'payable_item',
  units_completed: 'payable_item',
  milestone_payments: 'payable_item',
  up_front_fees: 'payable_item',
  vendor_statements: 'payable_item',
  change_orders: 'change_order',
} as const;

const cents = (text: string | undefined): number => Math.round(Number(text) * 100);

describe('contracts system', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([contracts], 2);
  });
  afterAll(() => home.at.remove());

  test.each(Object.entries(FEEDS))('%s lands in %s, row for row', (file, feed) => {
    const { length } = rowsIn(dayOf(home, 0), new RegExp(`^${file}`));
    expect(length).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 0), new RegExp(`^${file}`)))).toEqual([
      `${feed} ${length}/${length}`,
    ]);
  });

  test('what fills one feed is complete within its own kinds only', async () => {
    const kinds = new Set(await home.at.rows('payable_item', "item_kind || ' ' || _scope"));
    const scopes = [...kinds].map((kind) => String(kind).slice(String(kind).indexOf(' ')));
    expect(new Set(scopes).size).toBe(5);
    const prices = new Set(await home.at.rows('fee_schedule', '_scope'));
    const schedules = new Set(rowsIn(dayOf(home, 0), /^fee_schedule/).map((row) => row.schedule));
    expect(prices.size).toBe(schedules.size + 1);
  });

  test('money is the same to the cent', async () => {
    const rows = rowsIn(dayOf(home, 0), /^change_orders/);
    const landed = await home.at.rows('change_order', 'value');
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    expect(sum(landed.map((value) => cents(String(value))))).toBe(
      sum(rows.map((row) => cents(row.value))),
    );
  });

  test('amounts that now group their thousands are refused, not read anew', () => {
    const [outcome] = outcomesOf(dayOf(home, 1), /^change_orders/);
    expect(outcome?.outcome).toBe('refused');
    expect(outcome?.messages[0]).toContain('value');
  });
});
