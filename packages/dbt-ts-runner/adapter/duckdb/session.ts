import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBType } from '@duckdb/node-api';
import { RunnerError, sentenceOf } from '../../errors.ts';
import type { AdapterResponse, ColumnType, QueryResult, Session, TextRow } from '../adapter.ts';
import { Relation, type RelationPath, type RelationType } from '../relation.ts';
import { Transaction } from '../transaction.ts';
import { textLiteral } from './literal.ts';
import { templateValue } from './values.ts';

const stagingTable = 'dbt_ts_loaded_rows';
const changing = /^\s*(?:insert|update|delete|merge|copy)\b/i;

/** A DuckDB connection as the runner uses it. */
export class DuckDbSession implements Session {
  readonly transaction = new Transaction((sql) => this.#run(sql));
  readonly #connection: DuckDBConnection;
  readonly #onClose: () => void;

  constructor(connection: DuckDBConnection, onClose: () => void = () => undefined) {
    this.#connection = connection;
    this.#onClose = onClose;
  }

  async query(sql: string): Promise<QueryResult> {
    const result = await this.#run(sql);
    const columns = columnsOf(result);
    const rows = (await result.getRows()).map((row) =>
      row.map((value, index) => templateValue(value, columns[index]?.type ?? '')),
    );
    return { columns, rows, response: responseOf(sql, result) };
  }

  async execute(sql: string): Promise<AdapterResponse> {
    return responseOf(sql, await this.#run(sql));
  }

  async describe(sql: string): Promise<ColumnType[]> {
    return columnsOf(await this.#run(`select * from (\n${sql}\n) as described limit 0`));
  }

  async columns(relation: Relation): Promise<ColumnType[]> {
    if (relation.external !== undefined) return this.describe(`select * from ${relation.external}`);
    const { rows } = await this.query(`
      select column_name, data_type from duckdb_columns()
      where table_name = ${textLiteral(relation.identifier ?? '')} collate nocase
      ${and('schema_name', relation.schema)} ${and('database_name', relation.database)}
      order by column_index`);
    return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
  }

  async relation(path: RelationPath): Promise<Relation | undefined> {
    const [found] = await this.#relations(path, path.identifier);
    return found;
  }

  relations(path: RelationPath): Promise<Relation[]> {
    return this.#relations(path, undefined);
  }

  async schemas(database: string | undefined): Promise<string[]> {
    const { rows } = await this.query(
      `select distinct schema_name from duckdb_schemas() where true ${and('database_name', database)}`,
    );
    return rows.map(([name]) => String(name));
  }

  /** By way of a table of texts, for the appender's own casts know fewer types. */
  async load(relation: Relation, rows: readonly TextRow[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = first.map((_, index) => `c${index} varchar`).join(', ');
    await this.#run(`create or replace temporary table ${stagingTable} (${columns})`);
    const appender = await this.#connection.createAppender(stagingTable, 'main', 'temp');
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else appender.appendVarchar(value);
      }
      appender.endRow();
    }
    appender.closeSync();
    await this.#run(`insert into ${relation.path} select * from temp.main.${stagingTable}`);
    await this.#run(`drop table temp.main.${stagingTable}`);
  }

  interrupt(): void {
    this.#connection.interrupt();
  }

  async close(): Promise<void> {
    this.#onClose();
    this.#connection.closeSync();
  }

  async #relations(path: RelationPath, identifier: string | undefined): Promise<Relation[]> {
    const where = (name: string) =>
      `where true ${and('schema_name', path.schema)} ${and('database_name', path.database)} ${and(name, identifier)}`;
    const { rows } = await this.query(`
      select database_name, schema_name, table_name, 'table' from duckdb_tables() ${where('table_name')}
      union all
      select database_name, schema_name, view_name, 'view' from duckdb_views() ${where('view_name')}
        and not internal`);
    return rows.map(
      ([database, schema, name, type]) =>
        new Relation(
          { database: String(database), schema: String(schema), identifier: String(name) },
          type as RelationType,
        ),
    );
  }

  async #run(sql: string): Promise<DuckDBMaterializedResult> {
    try {
      return await this.#connection.run(sql);
    } catch (error) {
      throw new RunnerError('database_failed', `The database says: ${sentenceOf(error)}`, {
        cause: error,
      });
    }
  }
}

function columnsOf(result: DuckDBMaterializedResult): ColumnType[] {
  return result
    .columnNames()
    .map((name, index) => ({ name, type: typeOf(result.columnType(index)) }));
}

/** JSON is text to the driver, and known by its alias alone. */
function typeOf(type: DuckDBType): string {
  return type.alias ?? String(type);
}

function responseOf(sql: string, result: DuckDBMaterializedResult): AdapterResponse {
  const verb = changing.exec(sql)?.[0].trim().toUpperCase();
  if (verb === undefined) return { _message: 'OK' };
  const rows = result.rowsChanged;
  return { _message: `${verb} ${rows}`, code: verb, rows_affected: rows };
}

function and(column: string, value: string | undefined): string {
  return value === undefined ? '' : `and ${column} = ${textLiteral(value)} collate nocase`;
}
