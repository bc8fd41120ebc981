/** What one request may ask for. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  readonly queriesPerBatch: number;
  /** Queries of one batch under way at a time. */
  readonly concurrency: number;
  /** Rows of one result in a batch. */
  readonly batchRows: number;
  /** Rows of a single result, as exports ask for. */
  readonly exportRows: number;
  /** Milliseconds that answers under way may take after the server is told to stop. */
  readonly stopGrace: number;
}

/** What one small machine answers comfortably; counts, bytes and milliseconds as `Limits` says. */
export const defaultLimits: Limits = {
  bodyBytes: 1_000_000,
  queriesPerBatch: 64,
  concurrency: 4,
  batchRows: 100_000,
  exportRows: 1_000_000,
  stopGrace: 10_000,
};
