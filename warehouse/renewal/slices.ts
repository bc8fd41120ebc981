import type { ModelNode } from 'dbt-ts-runner';

/**
 * How a model may be renewed in part, as `config: { meta: { slices: … } }` says it. Rows of one slice (equal in the columns
 * `by`) rest on rows of the same slice alone among the inputs that have these columns, and on whatever the others hold.
 */
export interface Slices {
  readonly by: readonly string[];
  /**
   * For inputs without these columns, or that mean something else by them and so are not cut: SQL over `change`, their rows
   * that came or went, which gives the slices to renew, or columns of the sliced inputs; slices with equal rows are
   * renewed. Several give those of each. Without an entry, an input that shares columns of `by` reaches the slices that are equal in them, and any
   * other input all of them.
   */
  readonly reached: Readonly<Record<string, string | readonly string[]>>;
  /** Columns of days that are compared with the as-of date; without any, another as-of date renews everything. */
  readonly dated: readonly string[];
  /**
   * For a view over a feed to which snapshots came: SQL over `change`, the rows that came, `delivered`, all its rows, and
   * `former`, the model's own rows before, which gives the slices to renew. Without it, they renew everything.
   */
  readonly reached_by_snapshots: string | undefined;
  /** The column by which rows of a feed without a whole key name slices: all that have its value. */
  readonly named_by: string | undefined;
  /** Rows of an input that all slices look at: where they change in these columns, everything is renewed. */
  readonly alike: Alike | undefined;
}

export interface Alike {
  readonly of: string;
  readonly columns: readonly string[];
  readonly where: string;
}

/** The slices of a model; undefined where it is always built as a whole. */
export function slicesOf(node: ModelNode): Slices | undefined {
  const { slices } = node.meta as { slices?: Partial<Slices> };
  if (slices?.by === undefined || node.config.materialized !== 'table') return undefined;
  const { by, reached = {}, dated = [], reached_by_snapshots, named_by, alike } = slices;
  return { by, reached, dated, reached_by_snapshots, named_by: named_by ?? undefined, alike };
}
