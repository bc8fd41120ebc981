import { expect, test } from 'vitest';
import { disagreements, recalculate } from '../recalculation.ts';
import { rowOf, shown, write } from './writing.ts';

const in_ = (table: string, change: string, where: string) =>
  `update marts.${table} set ${change} where ${where}`;

/** One fault per control, as a warehouse could deliver it. */
const faults: readonly (readonly [control: string, fault: string, statement: string])[] = [
  ['C1', 'a detail row was lost', `delete from marts.earned_cost where subject_id = '0002'`],
  [
    'C2',
    'an opening balance was changed',
    in_(
      'accrual_rollforward',
      'opening_amount = 1260',
      `contract_id = 'CTA-E1' and period = '2026-03'`,
    ),
  ],
  [
    'C2a',
    'expense was booked to another month',
    in_(
      'accrual_rollforward',
      'expense_amount = 0',
      `contract_id = 'CTA-J1' and period = '2026-03'`,
    ),
  ],
  [
    'C3',
    'last closing was changed',
    in_(
      'accrual_rollforward',
      'closing_amount = 999',
      `contract_id = 'CTA-U2' and period = '2026-02'`,
    ),
  ],
  [
    'C6',
    'the ledger holds another balance',
    in_('trial_balances', 'closing_amount = -1022.26', `study_id = 'STUDY-B'`),
  ],
  ['C7', 'an invoice is missing', `delete from marts.invoices where invoice_id = 'INV-3'`],
  [
    'C8',
    'an event has no price',
    in_(
      'earned_cost',
      `pricing_status = 'unpriced', rate_amount = null`,
      `event_name = 'Phone call'`,
    ),
  ],
  [
    'C9',
    'an event has no contract in force',
    in_('earned_cost', `pricing_status = 'out_of_contract'`, `event_name = 'Phone call'`),
  ],
  [
    'C11',
    'a closing rate is missing',
    `delete from marts.fx_rates where quote_currency = 'JPY' and rate_type = 'closing'`,
  ],
  [
    'C11',
    'a closing rate is old',
    in_(
      'fx_rates',
      `source_date = '2026-03-20'`,
      `quote_currency = 'USD' and rate_date = '2026-03-31'`,
    ),
  ],
  [
    'C15',
    'an invoice was entered twice',
    `insert into marts.invoices select 'INV-5', * exclude (invoice_id, is_duplicate), true from marts.invoices where invoice_id = 'INV-1'`,
  ],
];

test('a clean portfolio is ready to post', async () => {
  const { controls, status, book } = await write();
  expect(controls.filter((control) => control.status === 'FAIL')).toEqual([]);
  expect(status).toBe('READY TO POST');
  expect(shown(book.worksheets[0]?.getCell('B5') ?? fail())).toBe('READY TO POST');
});

test.each(faults)('%s fails when %s', async (id, _fault, statement) => {
  const { controls, status, book } = await write([statement]);
  expect(controls.find((control) => control.id === id)?.status).toBe('FAIL');
  expect(rowOf(book, 'Controls', id)).toMatchObject({ Status: 'FAIL' });
  expect(status).toBe('BLOCKED');
  const cells = recalculate(book);
  expect(disagreements(cells)).toEqual([]);
  expect(cells.find(({ where }) => where === 'Cover!B5')?.computed).toBe('BLOCKED');
});

test.each([
  ['C4', 'Journal', 'F5', 1],
  ['C4a', 'Journal', 'G6', 1],
  ['C5', 'Site detail', 'B5', null],
  ['C10', 'Site detail', 'A15', 'L9999'],
])('%s fails when somebody overwrites %s!%s', async (id, sheet, address, value) => {
  const { book } = await write();
  const cell = book.getWorksheet(sheet)?.getCell(address);
  if (cell === undefined) throw new Error('no such cell');
  cell.value = value;
  const cells = recalculate(book);
  const controls = book.getWorksheet('Controls');
  let status: string | number | undefined;
  controls?.eachRow((row, number) => {
    if (row.getCell(1).value !== id) return;
    status = cells.find(({ where }) => where === `Controls!I${number}`)?.computed;
  });
  expect(status).toBe('FAIL');
  expect(cells.find(({ where }) => where === 'Cover!B5')?.computed).toBe('BLOCKED');
});

test('a duplicate that accounts payable cancelled no longer blocks', async () => {
  const { status } = await write([
    `insert into marts.invoices select 'INV-5', * exclude (invoice_id, invoice_status, is_cancelled, is_duplicate), 'Voided', true, true from marts.invoices where invoice_id = 'INV-1'`,
  ]);
  expect(status).toBe('READY TO POST');
});

test('the cover says what blocks: control, status, finding, owner', async () => {
  const { book } = await write([
    in_('earned_cost', `pricing_status = 'unpriced'`, `event_name = 'Phone call'`),
    in_('earned_cost', `pricing_status = 'out_of_contract'`, `subject_id = '0005'`),
    `insert into marts.invoices select 'INV-5', * exclude (invoice_id, is_duplicate), true from marts.invoices where invoice_id = 'INV-1'`,
  ]);
  const cover = book.getWorksheet('Cover');
  const blocking: Record<string, (string | number)[]> = {};
  cover?.eachRow((row) => {
    const [label, ...rest] = [1, 2, 3, 4].map((column) => shown(row.getCell(column)));
    if (/^C\d+/.test(String(label))) blocking[String(label)] = rest;
  });
  expect(blocking['C8 on Controls']).toEqual([
    'FAIL',
    'C8  1 event of 1 site has no price and is accrued at nothing. Site detail, filter Pricing on "No price"',
    'Contracts',
  ]);
  expect(blocking['C9 on Controls']).toEqual([
    'FAIL',
    'C9  2 events of 1 site have no contract in force and are accrued at nothing. Site detail, filter Pricing on "No contract in force"',
    'Contracts',
  ]);
  expect(blocking['C15 on Controls']?.[1]).toContain('1 invoice entered twice, 1,000.00 EUR');
});

test('a failed control on the cover is coloured by its word and leads to its row', async () => {
  const { book } = await write(['delete from marts.trial_balances']);
  const cover = book.getWorksheet('Cover');
  expect(cover?.getCell('A14').formula).toBe(`HYPERLINK("#'Controls'!A12","C6 on Controls")`);
  expect(book.getWorksheet('Controls')?.getCell('A12').value).toBe('C6');
  const rule = JSON.stringify(Reflect.get(cover ?? {}, 'conditionalFormattings'));
  expect(rule).toContain('B14:B14');
  expect(cover?.getCell('A5').alignment?.vertical).toBe(cover?.getCell('B5').alignment?.vertical);
});

test('a difference that rounding does not explain is noted and does not block', async () => {
  const { controls, status } = await write([
    in_(
      'accrual_rollforward',
      'closing_reporting_amount = 1830',
      `contract_id = 'CTA-E1' and period = '2026-03'`,
    ),
  ]);
  const note = controls.find(({ id }) => id === 'C19');
  expect(note).toMatchObject({ status: 'NOTE' });
  expect(note?.reason).toContain('-4.9246 EUR');
  expect(status).toBe('READY TO POST');
});

test('invoices of no contract accrued here are added up, and a missing rate is named', async () => {
  const { book, status } = await write([
    `insert into marts.invoices select 'INV-6', * exclude (invoice_id) replace ('CRO/2' as invoice_number, 900 as amount, 'TWD' as currency) from marts.invoices where invoice_id = 'INV-4'`,
  ]);
  const cover = book.getWorksheet('Cover');
  const found: Record<string, (string | number)[]> = {};
  cover?.eachRow((row) => {
    const [label, ...rest] = [1, 2, 3, 4].map((column) => shown(row.getCell(column)));
    found[String(label)] = rest;
  });
  expect(found.EUR).toEqual([1, 75000, 'On file']);
  expect(found.TWD).toEqual([1, 900, 'No rate of TWD for 2026-03']);
  expect(found['All currencies']?.[0]).toBe(2);
  expect(status).toBe('READY TO POST');
  expect(disagreements(recalculate(book))).toEqual([]);
});

test('C5 fails when the build holds an event that the workbook does not', async () => {
  const { controls, status } = await write([], {}, { earnedRows: 12 });
  expect(controls.filter((control) => control.status === 'FAIL').map(({ id }) => id)).toEqual([
    'C5',
  ]);
  expect(status).toBe('BLOCKED');
});

test('C18 fails when the data end before the period', async () => {
  const { controls, status } = await write([], {}, { asOf: '2026-03-20' });
  expect(controls.filter((control) => control.status === 'FAIL').map(({ id }) => id)).toEqual([
    'C18',
  ]);
  expect(status).toBe('BLOCKED');
});

test('a ledger without the account blocks as not evaluated', async () => {
  const { controls, status } = await write(['delete from marts.trial_balances']);
  const ledger = controls.find((control) => control.id === 'C6');
  expect(ledger?.status).toBe('NOT EVALUATED');
  expect(ledger?.reason).toMatchInlineSnapshot(
    `"No trial balance of account 215000 in EUR for 2026-03 or 2026-02; load the ledger's trial balance."`,
  );
  expect(status).toBe('BLOCKED');
});

test('before posting, the opening is held against the ledger of last period', async () => {
  const { controls } = await write([
    `update marts.trial_balances set period = '2026-02', closing_amount = -2202.38 where study_id = 'STUDY-A'`,
    `update marts.trial_balances set period = '2026-02', closing_amount = -825 where study_id = 'STUDY-B'`,
  ]);
  expect(controls.find((control) => control.id === 'C6')?.status).toBe('PASS');
});

test('no contract at all is not the same as nothing owed', async () => {
  const { controls, status, book } = await write([
    'delete from marts.accrual_rollforward',
    'delete from marts.earned_cost',
    'delete from marts.invoices',
  ]);
  expect(controls.find((control) => control.id === 'C10')?.status).toBe('NOT EVALUATED');
  expect(status).toBe('BLOCKED');
  expect(disagreements(recalculate(book))).toEqual([]);
});

function fail(): never {
  throw new Error('no cover');
}
