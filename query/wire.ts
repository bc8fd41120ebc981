/**
 * What travels over HTTP. Dependency-free, so that a reader in another language or in the browser can
 * mirror it.
 *
 * `POST /api/query` takes `{"queries": {"<id>": QueryRequest}}` and answers with
 * `application/vnd.portolan.results`: one frame per query, in any order, each
 *
 *     u32le length of header | header (JSON, UTF-8) | u32le length of body | body (Arrow IPC stream)
 *
 * A failed query has `ok: false`, `error` and an empty body. In the body, money and other DECIMAL
 * columns are Arrow Decimal128 (exact), counts Int64, rates Float64, dates Date32, times
 * Timestamp(us, UTC), the rest Utf8 or Bool. Beside each metric stands a Utf8 column
 * `<metric>__not_evaluable`: null where there is a value, else the reason why there is none.
 */
export type Operator =
  | 'in'
  | 'not_in'
  | '='
  | '!='
  | '>='
  | '<='
  | '>'
  | '<'
  | 'is_null'
  | 'is_not_null';

/**
 * A condition on a dimension (or, for a list, on a column or `study`, `country`, `site`). Values are
 * text: dates ISO 8601 and possibly partial (`2026-03` is the whole month), booleans `true`/`false`.
 * `!=` and `not_in` keep rows whose value is missing.
 */
export interface Filter {
  dimension: string;
  op: Operator;
  values: string[];
}

/** By a column of the result, ascending unless `desc`; earlier orders weigh more. */
export interface Order {
  column: string;
  desc?: boolean;
}

/** What a metric is held to: its plan or baseline, which are metrics too, or itself in the period before. */
export type Comparison = 'plan' | 'baseline' | 'previous';

/** Metrics by dimensions; `by` may hold `day`, `week`, `month`, `quarter`, `year` of the metric's time. */
export interface MetricsRequest {
  /** Names or codes (`EN01`). */
  metrics: string[];
  by?: string[];
  where?: Filter[];
  /** Only what happened up to this day (the metrics' own event time), and the state of things on it. */
  asOf?: string;
  /**
   * Adds `<metric>__plan`, `<metric>__baseline`, `<metric>__previous`. The period before is that of `by`, else as many
   * days before the first day asked for, else everything up to a month earlier.
   */
  compare?: Comparison[];
  order?: Order[];
  limit?: number;
}

/** Rows of a mart. */
export interface ListRequest {
  list: string;
  /** Without it, all that the viewer may see. */
  columns?: string[];
  where?: Filter[];
  order?: Order[];
  limit?: number;
  offset?: number;
}

/** Totals of metrics, or rows of one mart; the key `list` tells them apart. */
export type QueryRequest = MetricsRequest | ListRequest;

/** A column of a result; `type` is the SQL type, `class` what a viewer needs to see it. */
export interface ResultColumn {
  name: string;
  type: string;
  label?: string;
  unit?: string;
  format?: string;
  class?: string;
}

/** What every number that leaves carries with it. */
export interface Stamp {
  build_id: string;
  /** ISO day that the data are evaluated on. */
  data_as_of: string;
  definitions_version: string;
  filters: Filter[];
  viewer: { id: string; role: string };
  generated_at: string;
  sql_sha256: string;
}

/** A refusal: one of the codes in `docs/errors.md`, one sentence, and what to do instead. */
export interface WireError {
  code: string;
  message: string;
  hint?: string;
}

/** What stands before a body: `id` repeats the query's own, `rows` counts those of the body. */
export type FrameHeader =
  | { id: string; ok: true; columns: ResultColumn[]; stamp: Stamp; rows: number }
  | { id: string; ok: false; error: WireError };

/** Content type of an answer to `POST /api/query`: frames as the head of this file lays them out. */
export const resultsMediaType = 'application/vnd.portolan.results';

/** The suffix of the column that tells why a metric has no value. */
export const reasonSuffix = '__not_evaluable';

/** One frame; the body is empty for a failed query. */
export function encodeFrame(header: FrameHeader, body: Uint8Array = new Uint8Array()): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(8 + head.length + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, head.length, true);
  frame.set(head, 4);
  view.setUint32(4 + head.length, body.length, true);
  frame.set(body, 8 + head.length);
  return frame;
}
