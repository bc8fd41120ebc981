import type { Json } from '../project/yaml.ts';

/** Rows as lines of a table drawn with bars; numbers stand right. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly Json[])[],
): string[] {
  const cells = rows.map((row) => row.map(cellText));
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (parts: readonly string[]) => `| ${parts.join(' | ')} |`;
  const isNumber = columns.map((_, index) => rows.every((row) => typeof row[index] === 'number'));
  const padded = (text: string, index: number) =>
    isNumber[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0);
  return [
    line(columns.map(padded)),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map((row) => line(row.map(padded))),
  ];
}

function cellText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
