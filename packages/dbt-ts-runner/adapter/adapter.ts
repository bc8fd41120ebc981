import type { Value } from '../jinja/index.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { Relation, RelationPath } from './relation.ts';
import type { Transaction } from './transaction.ts';

/** A column of a relation or result, with the database's own type text. */
export interface ColumnType {
  readonly name: string;
  readonly type: string;
}

/** What the database said about a statement, as artifacts show it. */
export interface AdapterResponse {
  readonly _message: string;
  readonly code?: string;
  readonly rows_affected?: number;
}

/** The rows of one statement, as template values. */
export interface QueryResult {
  readonly columns: readonly ColumnType[];
  readonly rows: readonly (readonly Value[])[];
  readonly response: AdapterResponse;
}

/** A row of texts, as a CSV file gives it. */
export type TextRow = readonly (string | null)[];

/**
 * One connection with at most one open transaction; a node has it for itself. Statements run in
 * order, and a text may hold several with semicolons between them: the last one's result counts.
 * All methods throw `RunnerError` code `database_failed`; `isConflict` of the adapter says whether
 * running the whole transaction again may help.
 */
export interface Session {
  readonly transaction: Transaction;
  query(sql: string): Promise<QueryResult>;
  execute(sql: string): Promise<AdapterResponse>;
  /** Columns that the query would give, without running it. */
  describe(sql: string): Promise<ColumnType[]>;
  /** A relation without schema is a temporary one. */
  columns(relation: Relation): Promise<ColumnType[]>;
  /** The relation with its type, or undefined when there is none. */
  relation(path: RelationPath): Promise<Relation | undefined>;
  relations(schema: RelationPath): Promise<Relation[]>;
  schemas(database: string | undefined): Promise<string[]>;
  /** Adds the rows to a table, in the order of its columns, each text cast to the column's type. */
  load(relation: Relation, rows: readonly TextRow[]): Promise<void>;
  close(): Promise<void>;
}

/** What an adapter may look at of a source's table. */
export interface SourceFacts extends RelationPath {
  readonly source_name: string;
  readonly name: string;
  readonly meta: JsonObject;
  readonly config: JsonObject;
}

/**
 * A kind of database. SQL dialect differences live in macros found by `adapter.dispatch` with the
 * prefix `type`; what needs the driver lives here.
 */
export interface Adapter {
  /** Prefix of dispatched macros, and `target.type`. */
  readonly type: string;
  /** Whether the word null among a seed's texts is one of them; in dbt it is on DuckDB alone. */
  readonly keepsNullWord: boolean;
  /** The database that relations live in unless configured otherwise. */
  readonly database: string;
  /** What stands in SQL for a source that is no table, such as a file; undefined for tables. */
  externalSource?(source: SourceFacts): string | undefined;
  /** The same as queries read it; throws for a source that the adapter cannot read. */
  externalInput?(source: SourceFacts): string | undefined;
  openSession(): Promise<Session>;
  /** Breaks off the statements that run now; they end with an error. */
  interrupt(): void;
  /** True when a failed transaction lost a race and may be run again. */
  isConflict(error: unknown): boolean;
  close(): Promise<void>;
}
