import { beforeAll, describe, expect, test } from 'vitest';
import { rowOf, type Written, write } from './writing.ts';

// Every expectation below was worked out by hand from the rows of portfolio.ts.
let written: Written;

beforeAll(async () => {
  written = await write();
});

describe('site detail', () => {
  test('rounds half a cent away from zero after overhead', () => {
    // 250.05 x 1.30 = 325.065
    const late = rowOf(written.book, 'Site detail', '0002');
    expect(late).toMatchObject({
      'Period bucket': 'Prior period',
      Earned: 325.07,
      'Of which held back': 32.51,
    });
  });

  test('prices yen without decimals', () => {
    // 33,335 x 1.10 = 36,668.5; 5 % of 36,669 = 1,833.45
    const yen = rowOf(written.book, 'Site detail', '2026-03-24');
    expect(yen).toMatchObject({ Earned: 36_669, 'Of which held back': 1_833 });
  });

  test('leaves out what was entered after the period and pays nothing for a capped event', () => {
    expect(() => rowOf(written.book, 'Site detail', '2026-04-02')).toThrow('no row');
    expect(rowOf(written.book, 'Site detail', 'Above the cap')).toMatchObject({ Earned: 0 });
  });

  test('says of an idle contract and of an active site that nothing was done', () => {
    expect(rowOf(written.book, 'Site detail', 'CTA-E2')).toMatchObject({
      Event: 'No activity to date',
    });
    expect(rowOf(written.book, 'Site detail', '103')).toMatchObject({
      Event: 'No activity to date',
    });
    expect(() => rowOf(written.book, 'Site detail', '104')).toThrow('no row');
  });
});

describe('roll-forward in transaction currency', () => {
  test('accrues work less invoices, with the late entry as a true-up', () => {
    expect(rowOf(written.book, 'Roll-forward', 'CTA-E1')).toMatchObject({
      'Opening liability': 1250,
      'Expense of the period': 1250,
      'Of which entered late': 325.07,
      'Of which priced anew': 0,
      'Prior-period true-up': 325.07,
      'Invoiced in the period': 1000,
      'Closing liability': 1825.07,
      'Difference (must be 0)': 0,
    });
  });

  test('releases an advance instead of accruing', () => {
    expect(rowOf(written.book, 'Roll-forward', 'CTA-U1')).toMatchObject({
      'Opening prepaid': 500,
      'Expense of the period': 300,
      'Prepaid reclass': -300,
      'Closing liability': 0,
      'Closing prepaid': 200,
    });
  });
});

describe('roll-forward in euro', () => {
  test('remeasures the dollar liability at the closing rate', () => {
    // 1,000 / 1.05; 500 / 1.08; 200 / 1.08; 1,300 / 1.10
    expect(rowOf(written.book, 'Roll-forward EUR', 'CTA-U2')).toMatchObject({
      'Opening liability, EUR': 952.38,
      'Expense, EUR': 462.96,
      'Invoiced, EUR': 185.19,
      'Exchange difference, EUR': -48.33,
      'Closing liability, EUR': 1181.82,
    });
  });

  test('keeps the advance at its historical rate', () => {
    // 500 / 1.04 = 480.77, two fifths of it remain
    expect(rowOf(written.book, 'Roll-forward EUR', 'CTA-U1')).toMatchObject({
      'Opening prepaid at historical rate, EUR': 480.77,
      'Closing prepaid at historical rate, EUR': 192.31,
      'Prepaid reclass, EUR': -288.46,
      'Expense, EUR': 277.78,
      'Exchange difference, EUR': 10.68,
    });
  });

  test('converts yen', () => {
    // 132,000 / 160; 36,669 / 162.5; 168,669 / 165
    expect(rowOf(written.book, 'Roll-forward EUR', 'CTA-J1')).toMatchObject({
      'Opening liability, EUR': 825,
      'Expense, EUR': 225.66,
      'Exchange difference, EUR': -28.42,
      'Closing liability, EUR': 1022.24,
    });
  });
});

test('the summary closes each study to the cent', () => {
  expect(rowOf(written.book, 'Summary', 'STUDY-A')).toMatchObject({
    'Opening liability': 2202.38,
    'Expense of the period': 1990.74,
    'Prior-period true-up': 325.07,
    Invoiced: 1185.19,
    'Prepaid reclass': -288.46,
    'Exchange difference': -37.65,
    'Closing liability': 3006.89,
    'Change on last month': 804.51,
    'Held back, not yet payable': 282.51,
  });
  expect(rowOf(written.book, 'Summary', 'STUDY-B')).toMatchObject({ 'Closing liability': 1022.24 });
});

test('the journal accrues, defers and separates the exchange difference', () => {
  const line = (document: string, account: string) =>
    rowOf(written.book, 'Journal', document, account);
  expect(line('ACC-2026-03-STUDY-A', '610000')).toMatchObject({
    'Debit, EUR': 3006.89,
    'Credit, EUR': 0,
    'Reversal date': '2026-04-01',
  });
  expect(line('ACC-2026-03-STUDY-A', '215000')).toMatchObject({ 'Credit, EUR': 3006.89 });
  expect(line('PRE-2026-03-STUDY-A', '118000')).toMatchObject({ 'Debit, EUR': 192.31 });
  expect(line('EXC-2026-03-STUDY-A', '690000')).toMatchObject({
    'Credit, EUR': 37.65,
    'Reversal date': 'not reversed',
  });
});

test('the journal leaves exactly expense and true-ups in expense', () => {
  // Invoices 1,185.19 and the reversals of the opening accrual and prepaid are posted to expense too.
  const { book } = written;
  let posted = 0;
  book.getWorksheet('Journal')?.eachRow((row, number) => {
    if (number > 4 && row.getCell(4).value === '610000') {
      posted += Number(row.getCell(6).result) - Number(row.getCell(7).result);
    }
  });
  const opening = 2202.38 + 825;
  const kept = posted - opening + 1185.19 + 480.77;
  expect(kept).toBeCloseTo(1990.74 + 225.66 + 325.07, 9);
});

test('the LTD delta mode posts only the change and reverses nothing', async () => {
  const { book, status } = await write([], { policy: { journalMode: 'LTD delta' } });
  expect(status).toBe('READY TO POST');
  expect(rowOf(book, 'Journal', 'ACC-2026-03-STUDY-A', '610000')).toMatchObject({
    'Debit, EUR': 804.51,
    'Reversal date': 'not reversed',
  });
  expect(rowOf(book, 'Journal', 'PRE-2026-03-STUDY-A', '118000')).toMatchObject({
    'Credit, EUR': 288.46,
  });
});

describe('value-added tax', () => {
  let taxed: Written;

  beforeAll(async () => {
    taxed = await write([
      `update marts.earned_cost set vat_pct = 0.20, vat_recoverable_pct = 0.25 where contract_id = 'CTA-U2'`,
      `update marts.accrual_rollforward set expense_amount = 1150, closing_amount = 1150,
        ltd_earned_amount = 1150 where contract_id = 'CTA-U2' and period = '2026-02'`,
      `update marts.accrual_rollforward set opening_amount = 1150, expense_amount = 575,
        closing_amount = 1525, ltd_earned_amount = 1725 where contract_id = 'CTA-U2' and period = '2026-03'`,
      `update marts.invoices set amount = 230, recoverable_tax_amount = 30 where invoice_id = 'INV-3'`,
    ]);
  });

  test('is earned where it is not recovered, and no holdback is taken of it', () => {
    // 500 x 0.20 x (1 - 0.25) = 75
    expect(rowOf(taxed.book, 'Site detail', '2026-03-17')).toMatchObject({
      'Price with overhead': 500,
      'VAT not recovered': 75,
      Earned: 575,
      'Of which held back': 0,
    });
  });

  test('is accrued, and invoices are counted without what is recovered', () => {
    expect(rowOf(taxed.book, 'Invoices', 'INV-3')).toMatchObject({ 'Billed for work': 200 });
    expect(rowOf(taxed.book, 'Roll-forward', 'CTA-U2')).toMatchObject({
      'Opening liability': 1150,
      'Expense of the period': 575,
      'Invoiced in the period': 200,
      'Closing liability': 1525,
      'Difference (must be 0)': 0,
    });
    expect(rowOf(taxed.book, 'Control totals', 'USD')).toMatchObject({
      'Earned, Site detail': 4025,
    });
  });
});
