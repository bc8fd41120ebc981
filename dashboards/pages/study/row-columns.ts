import type { Column } from '../../components/DataTable.tsx';
import { noValue } from '../../format/cell.ts';
import { integer } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import { type Row, reasonSuffix } from '../../wire/types.ts';

/** A column of ids, codes or dates as they are. */
export function text(id: string, label: string, more: Partial<Column<Row>> = {}): Column<Row> {
  return { id, label, kind: 'code', cell: (row) => textIn(row[id]) ?? noValue, ...more };
}

/** A column of snake_case names, written as words. */
export function named(id: string, label: string): Column<Row> {
  return { id, label, kind: 'code', cell: (row) => words(textIn(row[id]) ?? noValue) };
}

export function whole(id: string, label: string, more: Partial<Column<Row>> = {}): Column<Row> {
  return {
    id,
    label,
    kind: 'number',
    cell: (row) => {
      const value = numberIn(row[id]);
      if (value !== undefined) return integer(value);
      return textIn(row[id + reasonSuffix]) ?? noValue;
    },
    ...more,
  };
}
