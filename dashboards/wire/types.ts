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

/** What a result was made of, as far as pages show it. */
export interface Stamp {
  readonly build_id: string;
  readonly data_as_of: string;
  readonly generated_at?: string;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface FrameHeader {
  readonly id: string;
  readonly ok: boolean;
  readonly error?: WireError;
  readonly columns?: readonly Column[];
  readonly stamp?: Stamp;
}

export interface ResultFrame {
  readonly header: FrameHeader;
  readonly body: Uint8Array;
}

/** Decimals are text with every digit; dates and timestamps are ISO 8601 text. */
export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly stamp?: Stamp;
}
