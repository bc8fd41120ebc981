import type { AdapterResponse, ColumnType, QueryResult, Session, TextRow } from '../adapter.ts';
import { quoteIdentifier, Relation, type RelationPath, type RelationType } from '../relation.ts';
import { Transaction } from '../transaction.ts';
import type { Answer, TrinoClient } from './client.ts';
import { statementsIn } from './statements.ts';
import { templateValue } from './values.ts';

/** Characters of rows in one insert; the server takes long to plan longer ones. */
const loadedAtOnce = 100_000;

/** Statements by way of a client of its own; each is committed by itself. */
export class TrinoSession implements Session {
  readonly transaction = new Transaction(() => Promise.resolve());
  readonly #client: TrinoClient;
  readonly #catalog: string;
  readonly #onClose: () => void;

  constructor(client: TrinoClient, catalog: string, onClose: () => void) {
    this.#client = client;
    this.#catalog = catalog;
    this.#onClose = onClose;
  }

  async query(sql: string): Promise<QueryResult> {
    const answer = await this.#run(sql);
    const types = answer.columns.map((column) => column.type);
    const rows = answer.rows.map((row) =>
      row.map((value, index) => templateValue(value, types[index] ?? '')),
    );
    return { columns: answer.columns, rows, response: responseOf(answer) };
  }

  async execute(sql: string): Promise<AdapterResponse> {
    return responseOf(await this.#run(sql));
  }

  async describe(sql: string): Promise<ColumnType[]> {
    const { columns } = await this.#run(`select * from (\n${sql}\n) as described limit 0`);
    return columns.map(({ name, type }) => ({ name, type }));
  }

  async columns({ database, schema, identifier }: Relation): Promise<ColumnType[]> {
    const rows = await this.#texts(
      `select column_name, data_type from ${this.#schemaOf(database, 'columns')}
       where table_schema = ${name(schema)} and table_name = ${name(identifier)}
       order by ordinal_position`,
    );
    return rows.map(([name = '', type = '']) => ({ name, type }));
  }

  async relation(path: RelationPath): Promise<Relation | undefined> {
    const [found] = await this.#relations(path, path.identifier);
    return found;
  }

  relations(path: RelationPath): Promise<Relation[]> {
    return this.#relations(path, undefined);
  }

  async schemas(database: string | undefined): Promise<string[]> {
    const rows = await this.#texts(
      `select schema_name from ${this.#schemaOf(database, 'schemata')}`,
    );
    return rows.map(([name = '']) => name);
  }

  /** Rows as JSON, for a list of values makes the server slow. */
  async load(relation: Relation, rows: readonly TextRow[]): Promise<void> {
    const columns = await this.columns(relation);
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const cells = columns.map(({ type }, index) => cast(`cells[${index + 1}]`, type)).join(', ');
    for (const batch of batches(rows.map((row) => JSON.stringify(row)))) {
      await this.#client.run(
        `insert into ${relation.path} (${names}) select ${cells} from unnest(
           cast(json_parse(${literal(`[${batch.join(',')}]`)}) as array(array(varchar)))
         ) as given (cells)`,
      );
    }
  }

  async close(): Promise<void> {
    this.#onClose();
  }

  async #relations(path: RelationPath, identifier: string | undefined): Promise<Relation[]> {
    const named = identifier === undefined ? '' : `and table_name = ${name(identifier)}`;
    const database = path.database ?? this.#catalog;
    const rows = await this.#texts(
      `select table_schema, table_name, case table_type when 'VIEW' then 'view' else 'table' end
       from ${this.#schemaOf(path.database, 'tables')}
       where table_schema = ${name(path.schema)} ${named}`,
    );
    return rows.map(
      ([schema, name, type]) =>
        new Relation({ database, schema, identifier: name }, type as RelationType),
    );
  }

  #schemaOf(database: string | undefined, view: string): string {
    return `${quoteIdentifier(database ?? this.#catalog)}.information_schema.${view}`;
  }

  async #texts(sql: string): Promise<string[][]> {
    const { rows } = await this.#client.run(sql);
    return rows.map((row) => row.map(String));
  }

  async #run(sql: string): Promise<Answer> {
    let answer: Answer = { columns: [], rows: [], kind: undefined, count: undefined };
    for (const statement of statementsIn(sql)) answer = await this.#client.run(statement);
    return answer;
  }
}

function responseOf({ kind, count }: Answer): AdapterResponse {
  if (kind === undefined) return { _message: 'SUCCESS' };
  if (count === undefined) return { _message: kind, code: kind };
  return { _message: `${kind} ${count}`, code: kind, rows_affected: count };
}

/** The server keeps names in lower case. */
function name(text: string | undefined): string {
  return literal(text?.toLowerCase());
}

function literal(text: string | undefined): string {
  return `'${(text ?? '').replaceAll("'", "''")}'`;
}

/** A moment's text may have a T, which the server's own cast does not read. */
function cast(cell: string, type: string): string {
  const text = type.startsWith('timestamp') ? `replace(${cell}, 'T', ' ')` : cell;
  return `cast(${text} as ${type})`;
}

function* batches(rows: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (length + row.length > loadedAtOnce && batch.length > 0) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(row);
    length += row.length;
  }
  if (batch.length > 0) yield batch;
}
