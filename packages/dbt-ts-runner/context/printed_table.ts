import type { QueryResult } from '../adapter/adapter.ts';
import { PyFloat, str, type Value } from '../jinja/index.ts';

/** How much is shown; null is all. */
export interface PrintLimits {
  readonly rows: number | null;
  readonly columns: number | null;
  /** Characters of a field. */
  readonly width: number | null;
  /** Decimals of a number. */
  readonly precision: number | null;
}

const more = '...';

/** Rows as agate's `print_table` shows them: a table of Markdown. */
export function printedTable(
  { columns, rows }: Pick<QueryResult, 'columns' | 'rows'>,
  limits: PrintLimits,
): string {
  const shown = rows.slice(0, limits.rows ?? rows.length);
  const fields = columns
    .slice(0, limits.columns ?? columns.length)
    .map(({ name }, index) => fieldsOf(name, valuesOf(shown, index), limits));
  if (fields.length < columns.length) {
    fields.push({ isText: true, texts: Array(shown.length + 1).fill(more) });
  }
  const widths = fields.map(({ texts }) => Math.max(...texts.map((text) => text.length)));
  const line = (texts: readonly string[]) => {
    const padded = texts.map((text, index) => {
      const width = widths[index] ?? 0;
      return fields[index]?.isText ? text.padEnd(width) : text.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const [head = [], ...body] = Array.from({ length: shown.length + 1 }, (_, row) =>
    fields.map(({ texts }) => texts[row] ?? ''),
  );
  const rest = shown.length < rows.length ? [line(fields.map(() => more))] : [];
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line), ...rest].join('\n');
}

function valuesOf(rows: QueryResult['rows'], index: number): Value[] {
  return rows.map((row) => row[index] ?? null);
}

/** A column's name and values as text. */
function fieldsOf(name: string, values: readonly Value[], { width, precision }: PrintLimits) {
  const cut = (text: string) =>
    width !== null && text.length > width ? text.slice(0, width - more.length) + more : text;
  const present = values.filter((value) => value !== null);
  const format = present.every(isNumber) ? numberFormat(present, precision) : str;
  const texts = values.map((value) => (value === null ? '' : format(value)));
  const isText = present.length > 0 && present.every((value) => typeof value === 'string');
  return { isText, texts: [name, ...texts].map(cut) };
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat;
}

/** All numbers of a column get as many decimals as the longest has. */
function numberFormat(values: readonly Value[], precision: number | null) {
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(str(value))));
  const places = Math.min(decimals, precision ?? decimals);
  const ending = places < decimals ? '…' : '';
  return (value: Value): string => {
    const [whole = '', fraction = ''] = plain(value, places).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return grouped + (fraction === '' ? '' : `.${fraction}`) + ending;
  };
}

function plain(value: Value, places: number): string {
  return typeof value === 'bigint' ? String(value) : Number(str(value)).toFixed(places);
}

function decimalsOf(text: string): number {
  return /\.(\d*?)0*$/.exec(text)?.[1]?.length ?? 0;
}
