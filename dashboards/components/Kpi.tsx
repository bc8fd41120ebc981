import type { ComponentChildren } from 'preact';
import type { Tables } from '../state/combine.ts';
import { ResultTable } from './ResultTable.tsx';
import { Tile } from './Tile.tsx';

interface KpiProps<Id extends string> {
  readonly query: Id;
  readonly title: string;
  readonly metrics: readonly string[];
  readonly limits?: readonly string[];
  readonly value: (tables: Tables<Id>) => ComponentChildren;
  /** The plan, or what else makes the value mean something. */
  readonly context: (tables: Tables<Id>) => string;
}

/** One number with its plan or context. */
export function Kpi<Id extends string>(props: KpiProps<Id>) {
  const { query, title, metrics, limits, value, context } = props;
  return (
    <Tile
      tile={query}
      title={title}
      className="kpi"
      queries={[query]}
      metrics={metrics}
      {...(limits ? { limits } : {})}
      takeaway={context}
      picture={(tables) => <p class="kpi-value">{value(tables)}</p>}
      table={(tables) => <ResultTable caption={title} table={tables[query]} />}
    />
  );
}
