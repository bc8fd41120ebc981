import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sapErp } from '../../../fixtures/native/sap/system.ts';
import type { FileOutcome } from '../../../ingest/summary.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples/erp/sap');
const isHere = existsSync(SAMPLES);

describe.skipIf(!isHere)('tables of a real SAP', () => {
  let at: TestHome;
  let outcomes: readonly FileOutcome[];
  beforeAll(async () => {
    at = testHome();
    outcomes = await at.ingest(...readdirSync(SAMPLES).map((name) => join(SAMPLES, name)));
  }, 240_000);
  afterAll(() => at.remove());

  test('all 62 are known: 12 hold what a feed takes, 50 say why they do not', () => {
    expect(outcomes).toHaveLength(62);
    const ignored = outcomes.filter(({ outcome }) => outcome === 'ignored');
    expect(ignored).toHaveLength(50);
    expect(ignored.filter(({ messages }) => messages.length === 0)).toEqual([]);
  });

  test('rows land, but for an entry that is blank throughout and a company code that stands thrice', () => {
    expect(counts(outcomes)).toEqual([
      'gl_account 3/3',
      'gl_balance 51/51',
      'gl_document 3/3',
      'gl_document_line 3/3',
      'gl_entry 0/1',
      'gl_entry 3/3',
      'legal_entity 1/3',
      'project_task 2/2',
      'purchase_order 2/2',
      'purchase_order_history 2/2',
      'purchase_order_line 3/3',
      'vendor 3/3',
    ]);
  });

  test('a credit is negative, a date of 0 is none, a lower-case currency is upper case', async () => {
    expect(
      await at.rows('gl_document_line', 'amount, currency, cleared_date, account, project_id'),
    ).toEqual(
      ['-297', '-1001', '-13'].map((amount) => ({
        amount,
        currency: 'EUR',
        cleared_date: null,
        account: '483000',
        project_id: null,
      })),
    );
    expect(await at.rows('purchase_order_history', 'amount')).toEqual(['-1000', '2000']);
    expect(await at.rows('gl_document', 'DISTINCT currency')).toEqual(['USD']);
  });

  test('no birth date, address or tax number of a vendor lands', async () => {
    const extras = (await at.rows('vendor', '_extra')).map(String);
    expect(extras.filter((extra) => /"(gbdat|stras|telf1|stcd1|anred)"/i.test(extra))).toEqual([]);
  });
});

describe('SAP', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([sapErp], 4);
  }, 240_000);
  afterAll(() => home.at.remove());

  test.each([
    ['BKPF', 'gl_document'],
    ['BSEG', 'gl_document_line'],
    ['EKKO', 'purchase_order'],
    ['EKPO', 'purchase_order_line'],
    ['EKKN', 'purchase_order_assignment'],
    ['LFA1', 'vendor'],
    ['PROJ', 'project'],
    ['PRPS', 'project_task'],
    ['SKA1', 'gl_account'],
    ['SKAT', 'gl_account_text'],
    ['T001', 'legal_entity'],
  ])('%s lands whole in %s', (table, feed) => {
    const rows = rowsIn(dayOf(home, 0), new RegExp(`${table}\\.csv$`)).length;
    expect(rows).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 0), new RegExp(`${table}\\.csv$`)))).toEqual([
      `${feed} ${rows}/${rows}`,
    ]);
  });

  test('yen are what they are, not a hundredth, and every document is balanced', async () => {
    const lines = rowsIn(dayOf(home, 0), /BSEG\.csv$/).filter(({ PSWSL }) => PSWSL === 'JPY');
    const yen = lines.map(
      ({ BELNR, BUZEI, SHKZG, WRBTR }) =>
        `${BELNR}/${BUZEI} ${Math.round((SHKZG === 'H' ? -100 : 100) * Number(WRBTR))}`,
    );
    const landed = await home.at.rows(
      'gl_document_line',
      "CASE WHEN currency = 'JPY' THEN split_part(document_id, '/', 2) || '/' || line_number || ' ' || amount END",
    );
    expect(yen.length).toBeGreaterThan(0);
    expect(yen.filter((line) => !landed.includes(line))).toEqual([]);
    const sums = new Map<string, number>();
    for (const line of await home.at.rows('gl_document_line', 'document_id, local_amount')) {
      const { document_id, local_amount } = line as Record<string, string>;
      const key = String(document_id);
      sums.set(key, (sums.get(key) ?? 0) + Math.round(Number(local_amount) * 100));
    }
    expect(sums.size).toBeGreaterThan(10);
    expect([...sums].filter(([, cents]) => cents !== 0)).toEqual([]);
  });

  test('a balance is one row per period that it holds; a minus behind the amount is a minus', async () => {
    const table = rowsIn(dayOf(home, 3), /FAGLFLEXT\.csv$/);
    const cells = table.flatMap((row) =>
      Object.entries(row).filter(([name, value]) => /^HSL(VT|\d\d)$/.test(name) && value !== ''),
    );
    const behind = cells.filter(([, value]) => value.endsWith('-'));
    expect(behind.length).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 3), /FAGLFLEXT\.csv$/))).toEqual([
      `gl_balance ${cells.length}/${cells.length}`,
    ]);
    const movements = await home.at.rows('gl_balance', 'movement_amount');
    for (const [, value] of behind) {
      const amount = String(-Number(value.slice(0, -1)));
      expect(movements).toContain(amount === '0' ? '0' : amount);
    }
  });
});
