import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface Column<R> {
  readonly id: string;
  readonly label: string;
  /** What the cells hold: numbers align right, codes and dates do not wrap, sentences get room. */
  readonly kind?: 'number' | 'code' | 'sentence';
  /** Names the row; at most one column. */
  readonly rowHeader?: boolean;
  /** Leaves the column out of the sorting buttons. */
  readonly sortable?: boolean;
  /** A larger number is worse: the first click on the header puts the largest on top. */
  readonly isWorseAbove?: boolean;
  readonly cell: (row: R) => ComponentChildren;
}

export interface Sort {
  readonly column: string;
  readonly desc: boolean;
}

interface DataTableProps<R> {
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R, index: number) => string;
  readonly sort?: Sort;
  readonly onSort?: (next: Sort) => void;
}

interface HeaderProps<R> {
  readonly column: Column<R>;
  readonly sort: Sort | undefined;
  readonly onSort: ((next: Sort) => void) | undefined;
}

function Header<R>({ column, sort, onSort }: HeaderProps<R>) {
  const isSorted = sort?.column === column.id;
  const direction = isSorted ? (sort.desc ? 'descending' : 'ascending') : 'none';
  const desc = isSorted ? !sort.desc : (column.isWorseAbove ?? false);
  const canSort = onSort !== undefined && column.sortable !== false;
  return (
    <th scope="col" class={column.kind} aria-sort={canSort ? direction : undefined}>
      {canSort ? (
        <button type="button" class="sort" onClick={() => onSort({ column: column.id, desc })}>
          {column.label}
          <span class={`arrow ${direction}`} aria-hidden="true" />
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

/** Lets the keyboard scroll a table that is wider than its place, and only then. */
function useKeyboardScroll() {
  const scroller = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      element.tabIndex = element.scrollWidth > element.clientWidth ? 0 : -1;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return scroller;
}

/** A real table: caption, header scopes, and sorting by buttons in the headers where asked for. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { caption, columns, rows, keyOf, sort, onSort } = props;
  const scroller = useKeyboardScroll();
  return (
    <section ref={scroller} class="table-scroll" aria-label={caption}>
      <table>
        <caption tabIndex={-1}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Header key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map(({ id, kind, rowHeader, cell }) =>
                rowHeader ? (
                  <th key={id} scope="row" class={kind}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={id} class={kind}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
