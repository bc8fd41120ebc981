import { Decimal } from '../../decimal.ts';
import {
  blank,
  type Cell,
  date,
  formula,
  id,
  input,
  link,
  number,
  text,
} from '../../workbook/cell.ts';
import { cellIn, column } from '../../workbook/listing.ts';
import type { Name, Sheet } from '../../workbook/sheet.ts';
import type { BuildFacts } from '../build-facts.ts';
import { type Control, harmless, reasonOf, reportStatus, statusOf } from '../control.ts';
import { type AccrualFigures, totalOf } from '../figures.ts';
import { type Layouts, sheetNames } from '../layout.ts';
import { ruleTexts, scopeTexts } from '../policy.ts';
import { leftOut } from './left-out.ts';

const widths = [32, 36, 44, 28] as const;
/** Points of one line of 10-point text. */
const lineHeight = 14;

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
  if (blocking.length > 0) {
    band('What blocks');
    add(...['Control', 'Status', 'Finding', 'Owner'].map((header) => text(header, 'strong')));
  }
  const firstBlocking = rows.length + 1;
  for (const { cells, finding } of blocking) {
    add(...cells);
    heights.set(rows.length, linesOf(finding, widths[2]) * lineHeight);
  }
  band('Result');
  for (const [label, cell] of results(figures, layout)) add(text(label), cell);
  band('Scope');
  for (const [label, words] of scopeTexts) {
    add(text(label), text(words, 'wrap'));
    merges.push(`B${rows.length}:D${rows.length}`);
  }
  for (const cells of leftOut(figures, layout)) add(...cells);
  band('Period and build');
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
    widths,
    rows,
    portrait: true,
    names,
    merges,
    heights,
    highlights: [
      { ref: `B${statusRow}`, good: ['READY TO POST'], bad: ['BLOCKED'] },
      ...(blocking.length === 0
        ? []
        : [
            {
              ref: `B${firstBlocking}:B${firstBlocking + blocking.length - 1}`,
              good: ['PASS'],
              bad: ['FAIL', 'NOT EVALUATED'],
            },
          ]),
    ],
  };
}

function statusCell(controls: readonly Control[], layout: Layouts, tolerance: string): Cell {
  const status = column(layout.controls, 'status');
  const held = harmless.map((word) => `COUNTIF(${status},"${word}")`).join('+');
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
  const counted = (['PASS', 'FAIL', 'NOT EVALUATED', 'NOTE', 'OUT OF SCOPE'] as const).map(
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

type Blocking = { readonly cells: readonly Cell[]; readonly finding: string };

/** Controls that block when the file is written: a link to the control, live status, finding, owner. */
function blockingControls(
  controls: readonly Control[],
  layout: Layouts,
  tolerance: string,
): readonly Blocking[] {
  return controls.flatMap((control, index) => {
    const status = statusOf(control, Decimal.parse(tolerance));
    if (harmless.includes(status)) return [];
    const finding = `${control.id}  ${reasonOf(control, status)}`;
    const cells = [
      link(cellIn(layout.controls, 'id', index), `${control.id} on ${layout.controls.sheet}`),
      formula(cellIn(layout.controls, 'status', index), status, 'text', 'strong'),
      text(finding, 'wrap'),
      text(control.owner),
    ];
    return [{ cells, finding }];
  });
}

function linesOf(words: string, width: number): number {
  return Math.ceil((words.length * 1.1) / width);
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
