/**
 * The delivered rows in the engine, table `delivered`: `c0`, `c1` ... in the order of `columns`, VARCHAR, as delivered;
 * `_row` (1-based), `_fault` (why the row cannot be read, else NULL) and `_cells` (JSON of such a row).
 */
export interface DeliveredTable {
  readonly columns: readonly string[];
  readonly encoding: string;
}

export const cell = (index: number): string => `c${index}`;
