import { str, type Value } from '../jinja/index.ts';

/** How actual rows differ from expected ones; both lists are empty when they agree. */
export interface Difference {
  readonly columns: readonly string[];
  /** Rows the model gave and the test does not expect. */
  readonly unexpected: readonly (readonly (string | null)[])[];
  /** Rows the test expects and the model did not give. */
  readonly missing: readonly (readonly (string | null)[])[];
}

/** Compares rows marked `actual` and `expected` in their first column, whatever their order. */
export function compareRows(
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Difference {
  const waiting = new Map<string, (string | null)[][]>();
  const unexpected: (string | null)[][] = [];
  const bySide = (side: string) =>
    rows.filter(([mark]) => mark === side).map(([, ...cells]) => cells.map(textOf));
  for (const row of bySide('expected')) {
    const key = JSON.stringify(row);
    waiting.set(key, [...(waiting.get(key) ?? []), row]);
  }
  for (const row of bySide('actual')) {
    const found = waiting.get(JSON.stringify(row))?.pop();
    if (found === undefined) unexpected.push(row);
  }
  return { columns, unexpected, missing: [...waiting.values()].flat() };
}

/** The differing rows as a table: `+` was given but not expected, `-` expected but not given. */
export function describeDifference({ columns, unexpected, missing }: Difference): string {
  const line = (mark: string, cells: readonly (string | null)[]) =>
    `${mark} ${cells.map((cell) => cell ?? 'null').join(' | ')}`;
  return [
    'The model gave other rows than expected (+ given, - expected):',
    line(' ', columns),
    ...missing.map((row) => line('-', row)),
    ...unexpected.map((row) => line('+', row)),
  ].join('\n');
}

function textOf(value: Value): string | null {
  return value === null ? null : str(value);
}
