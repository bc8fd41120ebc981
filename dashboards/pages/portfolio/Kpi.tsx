import type { ComponentChildren } from 'preact';
import { ResultTable, UprightTable } from '../../components/ResultTable.tsx';
import { Tile } from '../../components/Tile.tsx';
import type { Tables } from '../../state/combine.ts';
import type { Table } from '../../wire/types.ts';
import { limitsOf } from '../scope.ts';

interface KpiProps<Id extends string> {
  readonly query: Id;
  readonly title: string;
  readonly metrics: readonly string[];
  readonly value: (tables: Tables<Id>) => ComponentChildren;
  /** The plan, or what else makes the value mean something. */
  readonly context: (tables: Tables<Id>) => string;
}

/** One number with its plan or context. */
export function Kpi<Id extends string>(props: KpiProps<Id>) {
  const { query, title, metrics, value, context } = props;
  return (
    <Tile
      tile={query}
      title={title}
      className="kpi"
      queries={[query]}
      metrics={metrics}
      limits={limitsOf(metrics)}
      takeaway={context}
      pictured="figure"
      picture={(tables) => <p class="kpi-value">{value(tables)}</p>}
      table={(tables) => {
        const table: Table = tables[query];
        const Shown = table.rows.length === 1 ? UprightTable : ResultTable;
        return <Shown caption={title} table={table} />;
      }}
    />
  );
}
