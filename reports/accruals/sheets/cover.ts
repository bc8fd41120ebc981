import { Decimal } from '../../decimal.ts';
import { blank, type Cell, date, formula, id, input, number, text } from '../../workbook/cell.ts';
import { cellIn, column } from '../../workbook/listing.ts';
import type { Name, Sheet } from '../../workbook/sheet.ts';
import type { BuildFacts } from '../build-facts.ts';
import { type Control, reportStatus, statusOf } from '../control.ts';
import { type AccrualFigures, totalOf } from '../figures.ts';
import { type Layouts, sheetNames } from '../layout.ts';
import { ruleTexts } from '../policy.ts';

/** What the workbook is, whether it may be posted, and who has to sign it. */
export function coverSheet(
  figures: AccrualFigures,
  facts: BuildFacts,
  controls: readonly Control[],
  layout: Layouts,
): Sheet {
  const rows: Cell[][] = [];
  const names: Name[] = [];
  const merges: string[] = [];
  const heights = new Map<number, number>();
  const add = (...cells: Cell[]): void => {
    rows.push(cells);
  };
  const named = (name: string, label: string, cell: Cell): void => {
    add(text(label), cell);
    names.push({ name, ref: `${sheetNames.cover}!$B$${rows.length}` });
  };
  const band = (title: string): void => {
    add();
    add(text(title, 'band'), ...[1, 2, 3].map(() => text(' ', 'band')));
  };
  const { period, policy } = figures;
  const unit = policy.functionalCurrency;

  add(text('Clinical accrual workbook', 'title'));
  add(text(`${policy.entity} · ${period.name} · amounts in ${unit}`, 'note'));
  band('Status');
  heights.set(rows.length + 1, 26);
  add(text('Status', 'strong'), statusCell(controls, layout, policy.tolerance));
  const statusRow = rows.length;
  for (const [label, cell] of controlCounts(controls, layout, policy.tolerance))
    add(text(label), cell);
  const blocking = blockingControls(controls, layout, policy.tolerance);
  if (blocking.length > 0) band('What blocks');
  for (const [title, status, reason] of blocking) {
    add(text(title, 'wrap'), status, text(reason, 'wrap'));
    merges.push(`C${rows.length}:D${rows.length}`);
    heights.set(rows.length, 28);
  }
  band('Result');
  for (const [label, cell] of results(figures, layout)) add(text(label), cell);
  band('Scope');
  add(text('Legal entity'), text(policy.entity));
  add(text('Period'), id(period.name));
  named('period_end', 'Period end', date(period.end));
  named('data_as_of', 'Data as of (cut-off)', date(facts.dataAsOf));
  named('func_ccy', 'Functional currency', id(unit));
  named('journal_mode', 'Journal mode', text(policy.journalMode));
  named('tol', `Tolerance of controls, ${unit}`, number(Decimal.parse(policy.tolerance)));
  named(
    'comment_from',
    `Comment required from, ${unit}`,
    number(Decimal.parse(policy.commentFrom)),
  );
  add(text('Build'), id(facts.id));
  add(text('Build created, UTC'), id(facts.createdAt));
  band('Policy');
  for (const [rule, words] of ruleTexts) {
    add(text(rule), text(words, 'wrap'));
    merges.push(`B${rows.length}:D${rows.length}`);
    if (words.length > 105) heights.set(rows.length, 28);
  }
  band('Sign-off');
  add(blank, text('Prepared', 'strong'), text('Reviewed', 'strong'), text('Approved', 'strong'));
  for (const label of [
    'Name',
    'Role',
    'Date and time, UTC',
    'Meaning of signature',
    'SHA-256 of the file signed',
  ]) {
    add(text(label), input, input, input);
    heights.set(rows.length, 20);
  }
  add();
  add(
    text(
      'A copy of this file is uncontrolled unless its SHA-256 is that of the archived report.',
      'note',
    ),
  );
  return {
    name: sheetNames.cover,
    widths: [30, 36, 36, 36],
    rows,
    portrait: true,
    names,
    merges,
    heights,
    highlights: [{ ref: `B${statusRow}`, good: ['READY TO POST'], bad: ['BLOCKED'] }],
  };
}

function statusCell(controls: readonly Control[], layout: Layouts, tolerance: string): Cell {
  const status = column(layout.controls, 'status');
  const held = `COUNTIF(${status},"PASS")+COUNTIF(${status},"OUT OF SCOPE")`;
  return formula(
    `IF(AND(COUNTIF(${status},"PASS")>0,${held}=COUNTA(${column(layout.controls, 'id')})),"READY TO POST","BLOCKED")`,
    reportStatus(statuses(controls, tolerance)),
    'text',
    'title',
  );
}

function controlCounts(
  controls: readonly Control[],
  layout: Layouts,
  tolerance: string,
): (readonly [string, Cell])[] {
  const all = statuses(controls, tolerance);
  const counted = (['PASS', 'FAIL', 'NOT EVALUATED', 'OUT OF SCOPE'] as const).map(
    (status) =>
      [
        `Controls: ${status.toLowerCase()}`,
        formula(
          `COUNTIF(${column(layout.controls, 'status')},"${status}")`,
          Decimal.of(all.filter((one) => one === status).length),
          'integer',
        ),
      ] as const,
  );
  return counted;
}

/** Controls that do not pass when the file is written, with their live status and where to look. */
function blockingControls(
  controls: readonly Control[],
  layout: Layouts,
  tolerance: string,
): (readonly [string, Cell, string])[] {
  return controls.flatMap((control, index) => {
    const status = statusOf(control, Decimal.parse(tolerance));
    if (status === 'PASS' || status === 'OUT OF SCOPE') return [];
    const reason = control.kind === 'evaluated' ? control.evidence : control.reason;
    const where = cellIn(layout.controls, 'status', index);
    return [[`${control.id}  ${control.title}`, formula(where, status, 'text'), reason]];
  });
}

function results(
  { lines, policy }: AccrualFigures,
  { converted }: Layouts,
): (readonly [string, Cell])[] {
  const unit = policy.functionalCurrency;
  const total = (
    label: string,
    keys: readonly (
      | 'opening'
      | 'expense'
      | 'trueUp'
      | 'invoiced'
      | 'reclass'
      | 'exchange'
      | 'closing'
      | 'holdback'
      | 'closingPrepaid'
    )[],
    tone: 'plain' | 'strong' = 'plain',
  ): readonly [string, Cell] => [
    `${label}, ${unit}`,
    formula(
      `ROUND(${keys.map((key) => `SUM(${column(converted, key)})`).join('+')},2)`,
      Decimal.sum(keys.map((key) => totalOf(lines, (line) => line[key]))),
      'money',
      tone,
    ),
  ];
  return [
    total('Opening liability', ['opening']),
    total('Expense of the period', ['expense']),
    total('Prior-period true-ups', ['trueUp']),
    total('Invoiced', ['invoiced']),
    total('Prepaid reclass', ['reclass']),
    total('Exchange difference', ['exchange']),
    total('Closing liability', ['closing'], 'strong'),
    total('Held back to date, not yet payable', ['holdback']),
    total('Closing prepaid', ['closingPrepaid']),
  ];
}

function statuses(controls: readonly Control[], tolerance: string) {
  return controls.map((control) => statusOf(control, Decimal.parse(tolerance)));
}
