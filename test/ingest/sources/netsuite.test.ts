import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { netsuiteErp } from '../../../fixtures/native/netsuite/system.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const isType =
  (...types: readonly string[]) =>
  ({ type = '' }: Record<string, string>): boolean =>
    types.includes(type);

describe('NetSuite', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([netsuiteErp], 4);
  }, 240_000);
  afterAll(() => home.at.remove());

  test.each([
    ['account', 'gl_account'],
    ['accountingperiod', 'accounting_period'],
    ['currency', 'erp_currency'],
    ['nexttransactionlink', 'ap_payment'],
    ['subsidiary', 'legal_entity'],
    ['transactionaccountingline', 'gl_document_line'],
    ['transactionline', 'document_line'],
    ['trialbalance', 'gl_balance'],
    ['vendor', 'vendor'],
  ])('%s lands whole in %s', (table, feed) => {
    const name = new RegExp(`^${table}\\.csv$`);
    const rows = rowsIn(dayOf(home, 3), name).length;
    expect(rows).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 3), name))).toEqual([`${feed} ${rows}/${rows}`]);
  });

  test('a transaction is a document, and an invoice, payment or order by its type', () => {
    const rows = rowsIn(dayOf(home, 3), /^transaction\.csv$/);
    const of = (...types: readonly string[]) => {
      const found = rows.filter(isType(...types)).length;
      return `${found}/${found}`;
    };
    expect(rows.filter(isType('VendBill')).length).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 3), /^transaction\.csv/))).toEqual([
      `ap_invoice ${of('VendBill', 'VendCred')}`,
      `ap_payment_document ${of('VendPymt')}`,
      `gl_document ${rows.length}/${rows.length}`,
      `purchase_order ${of('PurchOrd')}`,
    ]);
  });

  test('each document has the sum that was delivered, and lines say the study', async () => {
    const sumsOf = (lines: readonly (readonly [id: string, amount: string])[]) => {
      const sums = new Map<string, number>();
      for (const [id, amount] of lines)
        sums.set(id, (sums.get(id) ?? 0) + Math.round(Number(amount) * 100));
      return [...sums].sort();
    };
    const delivered = home.days
      .filter(({ files }) => files.size > 0)
      .flatMap((day) => rowsIn(day, /^transactionaccountingline\.csv$/));
    const landed = await home.at.rows('gl_document_line', 'document_id, local_amount');
    const sums = sumsOf(
      (landed as Record<string, string>[]).map((it) => [
        it.document_id ?? '',
        it.local_amount ?? '',
      ]),
    );
    expect(sums).toEqual(sumsOf(delivered.map((it) => [it.transaction ?? '', it.amount ?? ''])));
    expect(sums.length).toBeGreaterThan(10);
    expect(sums.filter(([, cents]) => cents !== 0).length).toBeLessThan(3);
    const studies = await home.at.rows('document_line', 'DISTINCT study_id');
    expect(studies.filter((study) => /^PTL-\d+$/.test(String(study))).length).toBeGreaterThan(0);
  });

  test('an hour without its zero is a day, T and F are words', async () => {
    expect(await home.at.rows('accounting_period', 'DISTINCT status')).toEqual(
      expect.arrayContaining(['open', 'closed']),
    );
    const days = await home.at.rows('gl_document', 'posting_date');
    expect(days.filter((day) => !/^\d{4}-\d\d-\d\d$/.test(String(day)))).toEqual([]);
  });
});

describe('tables of NetSuite as products deliver them', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  test('a bill is positive and a credit negative, whatever sign the table gives; a deleted one is told', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        'transaction.csv',
        'id,tranid,type,trandate,entity,posting,foreigntotal,currency,email,_fivetran_deleted\n1,B-1,VendBill,2017-05-07 0:00:00,7,T,-100.50,2,a@example.org,false\n2,C-1,VendCred,2017-05-08 0:00:00,7,T,40,2,,true\n3,S-1,CustInvc,2017-05-08 0:00:00,9,T,5,2,,false\n',
      ),
    );
    expect(counts(outcomes)).toEqual([
      'ap_invoice 2/2',
      'ap_payment_document 0/0',
      'gl_document 3/3',
      'purchase_order 0/0',
    ]);
    expect(await at.rows('ap_invoice', 'amount, currency, invoice_date, _deleted')).toEqual([
      { amount: '100.5', currency: null, invoice_date: '2017-05-07', _deleted: null },
      { amount: '-40', currency: null, invoice_date: '2017-05-08', _deleted: 'true' },
    ]);
    const extras = await at.rows('gl_document', '_extra');
    expect(extras.filter((extra) => String(extra).includes('example.org'))).toEqual([]);
  });

  test('months are periods; quarters, years and adjustments are none', async () => {
    const header = 'id,periodname,startdate,enddate,closed,isadjust,isquarter,isyear\n';
    const outcomes = await at.ingest(
      await at.deliver(
        'accountingperiod.csv',
        `${header}1,FY 2026,2026-01-01,2026-12-31,F,F,F,T\n2,Q1 2026,2026-01-01,2026-03-31,F,F,T,F\n3,Jan 2026,2026-01-01,2026-01-31,T,F,F,F\n4,Adjust 2026,2026-01-31,2026-01-31,F,T,F,F\n`,
      ),
    );
    expect(counts(outcomes)).toEqual(['accounting_period 1/1']);
    expect(outcomes[0]?.messages[0]).toContain('takes legal_entity all for every row');
    expect(outcomes[1]?.messages[0]).toContain('3 of 4 rows are of no feed');
  });

  test('rates and budgets by the ids of the ERP', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        'currencyrate.csv',
        'id,basecurrency,transactioncurrency,effectivedate,exchangerate\n9,1,2,2026-03-31 0:00:00,0.92\n',
      ),
      await at.deliver(
        'budgets.csv',
        'id,account,category,year,subsidiary,total\n71,109,2,37,1,1440000\n',
      ),
      await at.deliver('budgetsmachine.csv', 'budget,period,amount\n71,38,120000\n71,39,120000\n'),
    );
    expect(counts(outcomes)).toEqual([
      'erp_budget 1/1',
      'erp_budget_amount 2/2',
      'erp_fx_rate 1/1',
    ]);
    expect(await at.rows('erp_fx_rate', 'base_currency_id, quote_currency_id')).toEqual([
      { base_currency_id: '2', quote_currency_id: '1' },
    ]);
  });

  test("a date in a user's format is refused, not read the wrong way round", async () => {
    const outcome = await at.load(
      'currencyrate.csv',
      'basecurrency,transactioncurrency,effectivedate,exchangerate\n1,2,3/4/2026,0.92\n',
    );
    expect(outcome).toMatchObject({ outcome: 'refused', rows_rejected: 1 });
    expect(outcome.messages[0]).toMatch(/rate_date/);
  });
});
