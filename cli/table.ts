import { type ResultColumn, reasonSuffix } from '@portolan/query/wire';

type Row = Readonly<Record<string, unknown>>;

/** A cell, or why a metric has no value. */
function text(row: Row, name: string): string {
  const value = row[name] ?? row[name + reasonSuffix] ?? '-';
  return String(value);
}

function isNumeric(rows: readonly Row[], name: string): boolean {
  return rows.every((row) => ['number', 'bigint'].includes(typeof row[name]) || row[name] === null);
}

/** A plain-text table: numbers to the right, a metric without a value says why, another missing value is `-`. */
export function renderTable(columns: readonly ResultColumn[], rows: readonly Row[]): string {
  const names = columns.map((column) => column.name);
  const cells = rows.map((row) => names.map((name) => text(row, name)));
  const widths = names.map((name, index) =>
    Math.max(name.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const right = names.map((name) => rows.length > 0 && isNumeric(rows, name));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, index) =>
        right[index] ? part.padStart(widths[index] ?? 0) : part.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  return `${[names, rule, ...cells].map(line).join('\n')}\n`;
}
