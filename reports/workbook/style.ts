import type { Fill, Style } from 'exceljs';
import type { Cell, Format, Tone } from './cell.ts';

const formats: Record<Format, string> = {
  money: '#,##0.00;[Red](#,##0.00);"-"',
  exact: '#,##0.0000;[Red](#,##0.0000);"-"',
  quantity: '#,##0.0000',
  rate: '#,##0.000000',
  percent: '0.0%',
  integer: '#,##0',
  date: 'yyyy-mm-dd',
  text: '@',
};

const ink = { input: 'FF1F4E9E', formula: 'FF000000', crossSheet: 'FF1E6B3A', muted: 'FF5F6B7A' };
const navy = 'FF1B2A41';

function solid(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

const hairline = { style: 'hair', color: { argb: 'FFC9D1DB' } } as const;
const rule = { style: 'thin', color: { argb: navy } } as const;

const header: Partial<Style> = {
  font: { name: 'Calibri', size: 10, bold: true, color: { argb: 'FFFFFFFF' } },
  fill: solid(navy),
};
const top = { vertical: 'top', horizontal: 'left', indent: 1 } as const;

const tones: Record<Tone, Partial<Style>> = {
  plain: { alignment: top, border: { bottom: hairline } },
  id: { numFmt: formats.text, alignment: top, border: { bottom: hairline } },
  title: {
    font: { name: 'Calibri', size: 16, bold: true, color: { argb: navy } },
    alignment: { vertical: 'middle', horizontal: 'left' },
  },
  note: { font: { name: 'Calibri', size: 10, italic: true, color: { argb: ink.muted } } },
  strong: {
    font: { name: 'Calibri', size: 11, bold: true, color: { argb: navy } },
    alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
  },
  link: { alignment: top, border: { bottom: hairline } },
  wrap: { alignment: { ...top, wrapText: true }, border: { bottom: hairline } },
  header: {
    ...header,
    alignment: { wrapText: true, vertical: 'middle', horizontal: 'left', indent: 1 },
  },
  headerRight: {
    ...header,
    alignment: { wrapText: true, vertical: 'middle', horizontal: 'right' },
  },
  band: {
    font: { name: 'Calibri', size: 11, bold: true, color: { argb: navy } },
    fill: solid('FFE6EBF2'),
    border: { bottom: rule },
  },
};

const cache = new Map<string, Partial<Style>>();

/** Blue for values brought in, black for formulas, green for formulas over other sheets. */
export function styleOf(cell: Cell): Partial<Style> {
  const key = keyOf(cell);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const style = compose(cell);
  cache.set(key, style);
  return style;
}

function keyOf(cell: Cell): string {
  switch (cell.kind) {
    case 'blank':
      return `blank ${cell.input}`;
    case 'text':
      return `text ${cell.tone}`;
    case 'number':
      return `number ${cell.format}`;
    case 'date':
      return 'date';
    case 'formula':
      return `formula ${cell.format} ${cell.tone} ${cell.formula.includes('!')}`;
  }
}

function compose(cell: Cell): Partial<Style> {
  switch (cell.kind) {
    case 'blank':
      return cell.input
        ? {
            fill: solid('FFFFF8DC'),
            border: { bottom: rule },
            font: coloured(ink.input),
            protection: { locked: false },
            alignment: { wrapText: true, vertical: 'top' },
          }
        : {};
    case 'text':
      return { font: plainFont, ...tones[cell.tone] };
    case 'number':
      return { ...figure, font: coloured(ink.input), numFmt: formats[cell.format] };
    case 'date':
      return { ...figure, font: coloured(ink.input), numFmt: formats.date };
    case 'formula':
      return formulaStyle(cell.formula.includes('!'), cell.format, cell.tone);
  }
}

const plainFont = { name: 'Calibri', size: 10 };
const figure: Partial<Style> = {
  border: { bottom: hairline },
  alignment: { vertical: 'top', horizontal: 'right' },
};

function coloured(argb: string): Partial<Style>['font'] & object {
  return { ...plainFont, color: { argb } };
}

function formulaStyle(isCrossSheet: boolean, format: Format, tone: Tone): Partial<Style> {
  const font = coloured(isCrossSheet ? ink.crossSheet : ink.formula);
  const isStrong = tone === 'strong' || tone === 'title';
  return {
    ...tones[tone],
    ...(format === 'text'
      ? { alignment: tone === 'title' ? { ...top, vertical: 'middle' } : top }
      : figure),
    numFmt: formats[format],
    font: {
      ...font,
      bold: isStrong,
      size: tone === 'title' ? 16 : 10,
      ...(tone === 'link' ? { underline: true } : {}),
    },
  };
}

export const highlightStyles = {
  good: { font: { color: { argb: 'FF1E6B3A' }, bold: true }, fill: paint('FFDFF2E3') },
  bad: { font: { color: { argb: 'FF9C1C1C' }, bold: true }, fill: paint('FFFADCDC') },
} as const;

function paint(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', bgColor: { argb }, fgColor: { argb } };
}
