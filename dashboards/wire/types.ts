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

export interface Filter {
  readonly dimension: string;
  readonly op: Operator;
  readonly values: readonly string[];
}

export interface Order {
  readonly column: string;
  readonly desc?: boolean;
}

export interface MetricsRequest {
  readonly metrics: readonly string[];
  readonly by?: readonly string[];
  readonly where?: readonly Filter[];
  /** Only what happened up to this day, by each metric's own event time. */
  readonly asOf?: string;
  readonly order?: readonly Order[];
  readonly limit?: number;
}

export interface ListRequest {
  readonly list: string;
  readonly columns: readonly string[];
  readonly where?: readonly Filter[];
  readonly order?: readonly Order[];
  readonly limit?: number;
  readonly offset?: number;
}

export type QueryRequest = MetricsRequest | ListRequest;

/** Column of a result as the server describes it; `type` is the warehouse's SQL type. */
export interface Column {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly unit?: string;
  readonly format?: string;
  readonly class?: string;
}

/** What every number carries with it. */
export interface Stamp {
  readonly build_id: string;
  /** ISO day that the data are evaluated on. */
  readonly data_as_of: string;
  readonly definitions_version: string;
  readonly generated_at: string;
  readonly sql_sha256: string;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

interface AnswerHeader {
  readonly id: string;
  readonly ok: true;
  readonly columns: readonly Column[];
  readonly stamp: Stamp;
  readonly rows: number;
}

interface FailureHeader {
  readonly id: string;
  readonly ok: false;
  readonly error: WireError;
}

export type FrameHeader = AnswerHeader | FailureHeader;

/** Suffix of the column that tells why the metric beside it has no value. */
export const reasonSuffix = '__not_evaluable';

export interface ResultFrame {
  readonly header: FrameHeader;
  readonly body: Uint8Array;
}

export interface AnswerFrame extends ResultFrame {
  readonly header: AnswerHeader;
}

/** Decimals are text with every digit; dates and timestamps are ISO 8601 text. */
export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly stamp: Stamp;
}
