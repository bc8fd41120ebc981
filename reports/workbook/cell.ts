import { Decimal } from '../decimal.ts';

/** How a cell's number or date is shown; the format code is in style.ts. */
export type Format =
  | 'money'
  | 'exact'
  | 'quantity'
  | 'rate'
  | 'percent'
  | 'integer'
  | 'date'
  | 'text';

export type FormulaResult = Decimal | string;

/** One cell of a sheet before it becomes Excel's. Numbers stay exact decimals until they are written. */
export type Cell =
  | { readonly kind: 'blank'; readonly input: boolean }
  | { readonly kind: 'text'; readonly text: string; readonly tone: Tone }
  | { readonly kind: 'number'; readonly value: Decimal; readonly format: Format }
  | { readonly kind: 'date'; readonly iso: string }
  | {
      readonly kind: 'formula';
      readonly formula: string;
      readonly result: FormulaResult;
      readonly format: Format;
      readonly tone: Tone;
    };

export type Tone =
  | 'plain'
  | 'title'
  | 'note'
  | 'strong'
  | 'header'
  | 'headerRight'
  | 'band'
  | 'id'
  | 'link'
  | 'wrap';

export const blank: Cell = { kind: 'blank', input: false };
/** A cell left for a person to fill in: unlocked, shaded. */
export const input: Cell = { kind: 'blank', input: true };

export function text(value: string | null, tone: Tone = 'plain'): Cell {
  return value === null || value === '' ? blank : { kind: 'text', text: value, tone };
}

/** A source system's id: text whatever it looks like, so that leading zeros stay. */
export function id(value: string | null): Cell {
  return text(value, 'id');
}

export function number(value: Decimal | null, format: Format = 'money'): Cell {
  return value === null ? blank : { kind: 'number', value, format };
}

export function count(value: number): Cell {
  return number(Decimal.of(value), 'integer');
}

export function date(iso: string | null): Cell {
  return iso === null ? blank : { kind: 'date', iso };
}

/** A link to a cell of this workbook (`'Controls'!$A$5`), shown as the words given. */
export function link(target: string, words: string): Cell {
  return formula(`HYPERLINK("#${target.replaceAll('$', '')}","${words}")`, words, 'text', 'link');
}

/** A live formula (without the leading `=`) and the value it must recalculate to. */
export function formula(
  source: string,
  result: FormulaResult,
  format: Format = 'money',
  tone: Tone = 'plain',
): Cell {
  return { kind: 'formula', formula: source, result, format, tone };
}
