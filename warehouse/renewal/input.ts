import type { Change } from './changes.ts';
import type { Table } from './table.ts';

/** An input of a model: its relation, and whether rows of it came or went. */
export interface Input {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly change: Change;
  /** Of a view over a feed: its SQL, and the feed as the SQL writes it. */
  readonly view: { readonly sql: string; readonly feed: string } | undefined;
}
