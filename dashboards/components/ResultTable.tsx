import { cellText, isNumeric } from '../format/cell.ts';
import { words } from '../format/words.ts';
import type { Row, Table } from '../wire/types.ts';
import { type Column, DataTable } from './DataTable.tsx';

interface ResultTableProps {
  readonly caption: string;
  readonly table: Table;
}

/** A result as it came: one table column for each of its columns, units in the headers. */
export function ResultTable({ caption, table }: ResultTableProps) {
  const columns = table.columns.map((column): Column<Row> => {
    const label = column.label ?? words(column.name);
    return {
      id: column.name,
      label: column.unit && !label.includes(column.unit) ? `${label} (${column.unit})` : label,
      numeric: isNumeric(column),
      cell: (row) => cellText(row[column.name], column),
    };
  });
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={table.rows}
      keyOf={(_, index) => String(index)}
    />
  );
}
