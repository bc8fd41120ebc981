import { Decimal } from '../../decimal.ts';
import { type Cell, type Format, formula, id, number, text } from '../../workbook/cell.ts';
import { type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import { type Control, reasonOf, type Side, statusOf } from '../control.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';

/** Every control with both sides, its tolerance and the word that decides. */
export function controlsSheet(
  { policy }: AccrualFigures,
  layout: Layouts,
  controls: readonly Control[],
): Sheet {
  const tolerance = Decimal.parse(policy.tolerance);
  return layOut({
    listing: layout.controls,
    title: 'Controls',
    note: 'The journal may be posted only when every control passes or is out of scope; a control that could not be evaluated blocks like a failed one. A note informs and never blocks.',
    frozenColumns: 2,
    items: controls,
    columns: columns(tolerance),
    highlights: [{ ref: 'I5:I60', good: ['PASS'], bad: ['FAIL', 'NOT EVALUATED'] }],
  });
}

function columns(
  tolerance: Decimal,
): Record<Layouts['controls']['keys'][number], ListingColumn<Control>> {
  const label = (pick: 'left' | 'right') => (control: Control) =>
    control.kind === 'evaluated' ? text(control[pick].label, 'wrap') : text('-');
  const value = (pick: 'left' | 'right') => (control: Control) =>
    control.kind === 'evaluated' ? sideCell(control[pick], formatOf(control)) : text('-');
  return {
    id: { header: 'Id', width: 6, cell: (control) => id(control.id) },
    control: { header: 'Control', width: 44, cell: (control) => text(control.title, 'wrap') },
    left: { header: 'A is', width: 32, cell: label('left') },
    leftValue: { header: 'A', width: 16, cell: value('left') },
    right: { header: 'B is', width: 28, cell: label('right') },
    rightValue: { header: 'B', width: 16, cell: value('right') },
    difference: {
      header: 'A - B',
      width: 14,
      cell: (control, at) =>
        control.kind === 'evaluated'
          ? formula(
              `ROUND(${at('leftValue')}-${at('rightValue')},4)`,
              control.left.value.minus(control.right.value),
              formatOf(control),
            )
          : text('-'),
    },
    tolerance: {
      header: 'Tolerance',
      width: 10,
      cell: (control) => {
        if (control.kind !== 'evaluated') return text('-');
        if (control.informs !== undefined) return sideCell(control.informs, 'exact');
        return control.isMoney ? formula('tol', tolerance) : number(Decimal.zero);
      },
    },
    status: {
      header: 'Status',
      width: 16,
      cell: (control, at) =>
        control.kind === 'evaluated'
          ? formula(
              `IF(AND(ISNUMBER(${at('difference')}),ABS(${at('difference')})<=${at('tolerance')}),"PASS","${control.informs === undefined ? 'FAIL' : 'NOTE'}")`,
              statusOf(control, tolerance),
              'text',
            )
          : text(statusOf(control, tolerance)),
    },
    owner: { header: 'Owner', width: 18, cell: (control) => text(control.owner) },
    reason: {
      header: 'Evidence or reason',
      width: 56,
      cell: (control) => text(reasonOf(control, statusOf(control, tolerance)), 'wrap'),
    },
  };
}

function formatOf(control: Control & { readonly kind: 'evaluated' }): Format {
  if (control.informs !== undefined) return 'exact';
  return control.isMoney ? 'money' : 'integer';
}

function sideCell(side: Side, format: Format): Cell {
  return side.formula === undefined
    ? number(side.value, format)
    : formula(side.formula, side.value, format);
}
