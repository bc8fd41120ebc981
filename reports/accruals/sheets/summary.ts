import { Decimal } from '../../decimal.ts';
import { formula, id, input, text } from '../../workbook/cell.ts';
import { column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { AccrualFigures, StudyFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { sumTotal } from './totals.ts';

type Amount = Exclude<keyof StudyFigures, 'study' | 'name'>;

/** The liability of every study from last closing to this one, with room for the comment it needs. */
export function summarySheet(figures: AccrualFigures, layout: Layouts): Sheet {
  const { policy, period } = figures;
  return layOut({
    listing: layout.summary,
    title: `Accrued clinical liabilities, ${period.name}`,
    note: `Per study, in ${policy.functionalCurrency}. Opening + expense + true-up - invoiced + prepaid reclass + exchange difference = closing.`,
    frozenColumns: 2,
    items: figures.studies,
    columns: columns(figures, layout),
    highlights: [{ ref: 'P5:P2000', good: [], bad: ['Required'] }],
  });
}

function columns(
  { studies, policy }: AccrualFigures,
  layout: Layouts,
): Record<Layouts['summary']['keys'][number], ListingColumn<StudyFigures>> {
  const { converted } = layout;
  const amount = (
    header: string,
    pick: Amount,
    source: Exclude<Amount, 'prepaid'> | 'closingPrepaid',
    tone: 'plain' | 'strong' = 'plain',
  ): ListingColumn<StudyFigures> => ({
    header,
    width: 15,
    total: sumTotal(Decimal.sum(studies.map((figures) => figures[pick]))),
    cell: (figures, at) =>
      formula(
        `ROUND(SUMPRODUCT(--(${column(converted, 'study')}=${at('study')}),${column(converted, source)}),2)`,
        figures[pick],
        'money',
        tone,
      ),
  });
  const threshold = Decimal.parse(policy.commentFrom);
  return {
    study: { header: 'Study', width: 14, cell: ({ study }) => id(study) },
    name: { header: 'Name', width: 30, cell: ({ name }) => text(name) },
    account: { header: 'Account', width: 10, cell: () => id(policy.accounts.liability.code) },
    opening: amount('Opening liability', 'opening', 'opening'),
    expense: amount('Expense of the period', 'expense', 'expense'),
    trueUp: amount('Prior-period true-up', 'trueUp', 'trueUp'),
    invoiced: amount('Invoiced', 'invoiced', 'invoiced'),
    reclass: amount('Prepaid reclass', 'reclass', 'reclass'),
    exchange: amount('Exchange difference', 'exchange', 'exchange'),
    closing: amount('Closing liability', 'closing', 'closing', 'strong'),
    change: {
      header: 'Change on last month',
      width: 15,
      total: sumTotal(Decimal.sum(studies.map(changeOf))),
      cell: (figures, at) =>
        formula(`ROUND(${at('closing')}-${at('opening')},2)`, changeOf(figures)),
    },
    changePct: {
      header: 'Change, %',
      width: 10,
      cell: (figures, at) =>
        formula(
          `IF(${at('opening')}=0,"n/a",ROUND(${at('change')}/${at('opening')},6))`,
          figures.opening.isZero() ? 'n/a' : changeOf(figures).dividedBy(figures.opening, 6),
          'percent',
        ),
    },
    openingPrepaid: amount('Opening prepaid', 'openingPrepaid', 'openingPrepaid'),
    prepaid: amount('Closing prepaid', 'prepaid', 'closingPrepaid'),
    holdback: amount('Held back, not yet payable', 'holdback', 'holdback'),
    needsComment: {
      header: 'Comment',
      width: 11,
      cell: (figures, at) =>
        formula(
          `IF(ABS(${at('change')})>=comment_from,"Required","Optional")`,
          changeOf(figures).abs().compare(threshold) >= 0 ? 'Required' : 'Optional',
          'text',
        ),
    },
    comment: { header: 'Commentary', width: 44, cell: () => input },
  };
}

function changeOf({ opening, closing }: StudyFigures): Decimal {
  return closing.minus(opening);
}
