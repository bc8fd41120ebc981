import { cellText, isNumeric } from '../format/cell.ts';
import { words } from '../format/words.ts';
import { textIn } from '../wire/cells.ts';
import { type Column as ResultColumn, type Row, reasonSuffix, type Table } from '../wire/types.ts';
import { type Column, DataTable } from './DataTable.tsx';

interface ResultTableProps {
  readonly caption: string;
  readonly table: Table;
}

interface ValueProps {
  readonly row: Row;
  readonly column: ResultColumn;
}

function Value({ row, column }: ValueProps) {
  const reason = textIn(row[column.name + reasonSuffix]);
  if (reason === undefined) return cellText(row[column.name], column);
  return <span class="muted">not evaluable: {words(reason).toLowerCase()}</span>;
}

const longText = new Set(['detail']);

function kindOf(column: ResultColumn): Pick<Column<Row>, 'kind'> {
  if (isNumeric(column)) return { kind: 'number' };
  return { kind: longText.has(column.name) ? 'sentence' : 'code' };
}

function withUnit(label: string, unit = ''): string {
  const said = unit === '' || unit === 'share' || label.toLowerCase().includes(unit);
  return said ? label : `${label} (${unit})`;
}

function labelOf(column: ResultColumn): string {
  return withUnit(words(column.label ?? column.name), column.unit);
}

function measuresOf({ columns }: Table): ResultColumn[] {
  return columns.filter(({ name }) => !name.endsWith(reasonSuffix));
}

/** A result of one row, a line for each of its columns: fits where a wide table does not. */
export function UprightTable({ caption, table }: ResultTableProps) {
  const [row = {}] = table.rows;
  const columns: Column<ResultColumn>[] = [
    { id: 'measure', label: 'Measure', rowHeader: true, cell: labelOf },
    {
      id: 'value',
      label: 'Value',
      kind: 'number',
      cell: (column) => <Value row={row} column={column} />,
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={measuresOf(table)}
      keyOf={({ name }) => name}
    />
  );
}

/** A result as it came: one table column for each of its columns, units in the headers. */
export function ResultTable({ caption, table }: ResultTableProps) {
  const columns = measuresOf(table).map(
    (column): Column<Row> => ({
      id: column.name,
      label: labelOf(column),
      ...kindOf(column),
      cell: (row) => <Value row={row} column={column} />,
    }),
  );
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={table.rows}
      keyOf={(_, index) => String(index)}
    />
  );
}
