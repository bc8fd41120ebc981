import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oracleErp } from '../../../fixtures/native/oracle/system.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

describe('Oracle', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([oracleErp], 4);
  }, 240_000);
  afterAll(() => home.at.remove());

  test.each([
    ['AP_INVOICES_ALL', 'ap_invoice'],
    ['AP_INVOICE_LINES_ALL', 'ap_invoice_line'],
    ['AP_INVOICE_DISTRIBUTIONS_ALL', 'ap_invoice_distribution'],
    ['AP_INVOICE_PAYMENTS_ALL', 'ap_payment'],
    ['AP_CHECKS_ALL', 'ap_payment_document'],
    ['AP_SUPPLIERS', 'vendor'],
    ['GL_JE_HEADERS', 'gl_document'],
    ['GL_JE_LINES', 'gl_document_line'],
    ['GL_CODE_COMBINATIONS', 'gl_account'],
    ['GL_PERIOD_STATUSES', 'accounting_period'],
    ['PO_HEADERS_ALL', 'purchase_order'],
    ['PA_PROJECTS_ALL', 'project'],
    ['PA_TASKS', 'project_task'],
  ])('%s lands whole in %s', (table, feed) => {
    const day = dayOf(home, 3);
    const name = new RegExp(`${table}\\.csv$`);
    const rows = rowsIn(day, name).length;
    expect(rows).toBeGreaterThan(0);
    expect(counts(outcomesOf(day, name))).toEqual([`${feed} ${rows}/${rows}`]);
  });

  test('nothing else is left over, but the calendar alone', () => {
    const { outcomes } = dayOf(home, 3);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(outcomes.filter(({ outcome }) => outcome === 'ignored').map(({ file }) => file)).toEqual(
      ['GL_PERIODS.csv'],
    );
  });

  test('debits and credits of every journal are equal in euro, lines find their accounts', async () => {
    const lines = await home.at.rows(
      'gl_document_line',
      'document_id, account, local_debit_amount, local_credit_amount',
    );
    const sums = new Map<string, number>();
    for (const line of lines as Record<string, string | null>[]) {
      const cents = (text: string | null | undefined) => Math.round(Number(text ?? 0) * 100);
      const key = String(line.document_id);
      const change = cents(line.local_debit_amount) - cents(line.local_credit_amount);
      sums.set(key, (sums.get(key) ?? 0) + change);
    }
    expect(sums.size).toBeGreaterThan(10);
    expect([...sums].filter(([, cents]) => cents !== 0)).toEqual([]);
    const known = new Set(await home.at.rows('gl_account', 'account'));
    const used = (lines as Record<string, string>[]).map(({ account }) => account);
    expect(used.filter((account) => !known.has(account))).toEqual([]);
    expect(await home.at.rows('gl_account', 'DISTINCT account_type')).toEqual(
      expect.arrayContaining(['asset', 'liability', 'expense']),
    );
  });

  test('an order that an invoice names is an order by the same id', async () => {
    const orders = new Set(await home.at.rows('purchase_order', 'po_number'));
    const named = (await home.at.rows('ap_invoice', 'purchase_order')).filter(Boolean);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((order) => !orders.has(order))).toEqual([]);
  });
});

describe('tables of Oracle as products deliver them', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  test('periods are those of the general ledger, not of payables, and no adjustment period', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        'GL_PERIOD_STATUSES.csv',
        [
          'APPLICATION_ID,LEDGER_ID,PERIOD_NAME,CLOSING_STATUS,START_DATE,END_DATE,ADJUSTMENT_PERIOD_FLAG',
          '101,2021,DEC-25,C,2025-12-01 00:00:00,2025-12-31 00:00:00,N',
          '101,2021,ADJ-25,O,2025-12-31 00:00:00,2025-12-31 00:00:00,Y',
          '101,2021,JAN-26,O,2026-01-01 00:00:00,2026-01-31 00:00:00,N',
          '200,2021,JAN-26,C,2026-01-01 00:00:00,2026-01-31 00:00:00,N',
          '',
        ].join('\n'),
      ),
    );
    expect(counts(outcomes)).toEqual(['accounting_period 2/2']);
    expect(outcomes[1]?.messages[0]).toContain('2 of 4 rows are of no feed');
    expect(await at.rows('accounting_period', "period || ' ' || status AS said")).toEqual([
      '2025-12 closed',
      '2026-01 open',
    ]);
  });

  test('dates of SQL*Plus, amounts without a leading zero, no tax number of a supplier', async () => {
    await at.ingest(
      await at.deliver(
        'ap_invoices.csv',
        'INVOICE_ID,INVOICE_NUM,VENDOR_ID,INVOICE_DATE,INVOICE_AMOUNT,INVOICE_CURRENCY_CODE,PAYMENT_STATUS_FLAG,CREATED_BY\n310001,INV-7,70001,31-MAR-26,.5,USD,P,1318\n',
      ),
      await at.deliver(
        'suppliers.csv',
        'VENDOR_ID,SEGMENT1,VENDOR_NAME,NUM_1099,VAT_REGISTRATION_NUM\n70001,1007,Example Laboratories,12-3456789,DE123\n',
      ),
    );
    expect(await at.rows('ap_invoice', 'invoice_date, amount, status, _extra')).toEqual([
      { invoice_date: '2026-03-31', amount: '0.5', status: 'partly paid', _extra: null },
    ]);
    expect(await at.rows('vendor', 'vendor_number, _extra')).toEqual([
      { vendor_number: '1007', _extra: null },
    ]);
  });

  test('Fusion extracts under the names of their view objects', async () => {
    const file = 'file_fscmtopmodelam_finextractam_apbiccextractam_invoiceheaderextractpvo-batch1';
    const outcomes = await at.ingest(
      await at.deliver(
        `${file}.csv`,
        'ApInvoicesInvoiceId,ApInvoicesInvoiceNum,ApInvoicesVendorId,ApInvoicesInvoiceAmount,ApInvoicesInvoiceCurrencyCode,ApInvoicesGlDate,ApInvoicesLastUpdateDate,ApInvoicesLastUpdatedBy\n300100,INV-1,300,-12.50,JPY,2026-02-28,2026-03-01T04:05:06.000000Z,someone\n',
      ),
      await at.deliver(
        'gljelines.csv',
        'JeHeaderId,JeLineNum,GlJeLinesLedgerId,GlJeLinesCodeCombinationId,GlJeLinesEnteredDr,GlJeLinesEnteredCr,GlJeLinesEffectiveDate\n9,1,21,1004,10,,2026-02-28\n9,2,21,1005,,10,2026-02-28\n',
      ),
    );
    expect(counts(outcomes)).toEqual(['ap_invoice 1/1', 'gl_document_line 2/2']);
    expect(await at.rows('ap_invoice', 'posting_date, updated_date, amount, _extra')).toEqual([
      { posting_date: '2026-02-28', updated_date: '2026-03-01', amount: '-12.5', _extra: null },
    ]);
    expect(await at.rows('gl_document_line', 'line_id')).toEqual(['9/1', '9/2']);
  });

  test('one rate type is a rate, what a user typed is none; a return is negative', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        'GL_DAILY_RATES.csv',
        'FROM_CURRENCY,TO_CURRENCY,CONVERSION_DATE,CONVERSION_TYPE,CONVERSION_RATE\nUSD,EUR,2026-03-31,Corporate,0.92\nUSD,EUR,2026-03-31,User,0.9\nUSD,EUR,2026-03-31,Period End,0.921\n',
      ),
      await at.deliver(
        'RCV_TRANSACTIONS.csv',
        'TRANSACTION_ID,TRANSACTION_TYPE,TRANSACTION_DATE,PO_HEADER_ID,PO_LINE_ID,QUANTITY,AMOUNT,CURRENCY_CODE\n1,RECEIVE,2026-03-01,8,81,3,30,USD\n2,RETURN TO VENDOR,2026-03-02,8,81,1,10,USD\n3,SOMETHING,2026-03-02,8,81,1,10,USD\n',
      ),
    );
    expect(counts(outcomes)).toEqual(['fx_rate 2/2', 'purchase_order_history 2/3']);
    expect(await at.rows('fx_rate', 'rate_type')).toEqual(['daily', 'closing']);
    expect(await at.rows('purchase_order_history', 'quantity')).toEqual(['3', '-1']);
  });

  test('an amount that is none refuses its row, and the message does not repeat it', async () => {
    const outcome = await at.load(
      'AP_INVOICES_ALL.csv',
      'INVOICE_ID,INVOICE_NUM,VENDOR_ID,INVOICE_AMOUNT,INVOICE_CURRENCY_CODE\n1,A,2,"1.805,04",EUR\n2,B,2,7,EUR\n',
    );
    expect(outcome).toMatchObject({ rows_read: 2, rows_accepted: 1, rows_rejected: 1 });
    expect(outcome.messages.join(' ')).toMatch(/amount/);
    expect(outcome.messages.join(' ')).not.toContain('1.805');
  });
});
