import type { ResultColumn } from '@portolan/query';

type Row = Readonly<Record<string, unknown>>;

const text = (value: unknown): string =>
  value === null || value === undefined ? '-' : String(value);

function isNumeric(rows: readonly Row[], name: string): boolean {
  return rows.every((row) => ['number', 'bigint'].includes(typeof row[name]) || row[name] === null);
}

/**
 * A plain-text table: numbers to the right, a missing value as `-`, or as what stands in the column of its name with
 * `reasonSuffix`.
 */
export function renderTable(
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  reasonSuffix = '',
): string {
  const names = columns.map((column) => column.name);
  const cells = rows.map((row) => names.map((name) => text(row[name] ?? row[name + reasonSuffix])));
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
