import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';

const PROFILE = `profile: ledger
description: test system
files:
  - name: entries
    match: { columns: [doc, side, betrag] }
    feed: ap_invoice
    columns:
      invoice_id: doc
      amount:
        from: betrag
        sign: { from: side, negative: [H], positive: [S] }
        shift: { from: waers, places: { JPY: 2, KRW: 2, KWD: -1 } }
      currency: { from: waers, case: upper }
`;

describe('a number that other columns complete', () => {
  let at: TestHome;
  beforeEach(async () => {
    at = testHome();
    await mkdir(join(at.home, 'sources'), { recursive: true });
    await writeFile(join(at.home, 'sources', 'ledger.yaml'), PROFILE);
  });
  afterEach(() => at.remove());

  const amountOf = async (amount: string, side: string, currency: string) => {
    const outcome = await at.load(
      'e.csv',
      `doc,side,betrag,waers\n1,${side},${amount},${currency}\n`,
    );
    expect(outcome.rows_read).toBe(1);
    return at.rows('ap_invoice', 'amount, currency');
  };

  test.each([
    ['10.50', 's', 'eur', '10.5', 'EUR'],
    ['10.50', 'H', 'EUR', '-10.5', 'EUR'],
    ['10.50-', 'H', 'EUR', '10.5', 'EUR'],
    ['0.00', 'H', 'EUR', '0', 'EUR'],
    ['13440.00', 'S', 'JPY', '1344000', 'JPY'],
    ['13440.5', ' h ', 'jpy', '-1344050', 'JPY'],
    ['0.01', 'S', 'KRW', '1', 'KRW'],
    ['0.00', 'S', 'KRW', '0', 'KRW'],
    ['12.34', 'S', 'KWD', '1.234', 'KWD'],
    ['1', 'H', 'KWD', '-0.1', 'KWD'],
    ['12345678901234567890123.25', 'S', 'JPY', '1234567890123456789012325', 'JPY'],
  ])('%s %s %s', async (amount, side, currency, expected, code) => {
    expect(await amountOf(amount, side, currency)).toEqual([{ amount: expected, currency: code }]);
  });

  test.each([
    ['10.50', 'X', 'EUR'],
    ['10.50', '', 'EUR'],
    ['--5', 'H', 'EUR'],
    ['ten', 'H', 'JPY'],
  ])('is refused as %s %s %s', async (amount, side, currency) => {
    expect(await amountOf(amount, side, currency)).toEqual([]);
    expect(at.loads('ap_invoice')[0]).toMatchObject({ rows_rejected: 1 });
  });

  test('is refused with its file where the telling column is missing', async () => {
    const outcome = await at.load('e.csv', 'doc,side,betrag\n1,S,1\n');
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'MISSING_COLUMN' });
    expect(outcome.messages.join(' ')).toContain('waers');
  });

  test('takes no value from a telling column alone', async () => {
    await at.load('e.csv', 'doc,side,betrag,waers\n1,H,,JPY\n');
    expect(await at.rows('ap_invoice', 'amount, currency')).toEqual([
      { amount: null, currency: 'JPY' },
    ]);
  });
});
