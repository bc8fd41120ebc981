import type { PoolClient, QueryArrayResult } from 'pg';
import { RunnerError } from '../../errors.ts';
import type { AdapterResponse, ColumnType, QueryResult, Session, TextRow } from '../adapter.ts';
import { quoteIdentifier, Relation, type RelationPath, type RelationType } from '../relation.ts';
import { Transaction } from '../transaction.ts';
import { databaseFailure } from './failure.ts';
import { templateValue, typeName } from './values.ts';

const asText = { getTypeParser: () => (text: string) => text };

const visible = `from pg_catalog.pg_class as c
  inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')`;

/** A connection of the pool as the runner uses it. */
export class PostgresSession implements Session {
  readonly transaction = new Transaction((sql) => this.#run(sql));
  readonly #client: PoolClient;
  readonly #onClose: () => void;

  constructor(client: PoolClient, onClose: () => void) {
    this.#client = client;
    this.#onClose = onClose;
  }

  async query(sql: string): Promise<QueryResult> {
    const result = await this.#run(sql);
    const oids = result.fields.map((field) => field.dataTypeID);
    const columns = await this.#columnsOf(result);
    const rows = result.rows.map((row) =>
      row.map((value, index) => templateValue(value, oids[index] ?? 0)),
    );
    return { columns, rows, response: responseOf(result) };
  }

  async execute(sql: string): Promise<AdapterResponse> {
    return responseOf(await this.#run(sql));
  }

  async describe(sql: string): Promise<ColumnType[]> {
    return this.#columnsOf(await this.#run(`select * from (\n${sql}\n) as described limit 0`));
  }

  async columns({ schema, identifier }: Relation): Promise<ColumnType[]> {
    const { rows } = await this.#run(
      `select a.attname, format_type(a.atttypid, a.atttypmod)
       from pg_catalog.pg_attribute as a
       where a.attnum > 0 and not a.attisdropped and a.attrelid = (
         select c.oid ${visible} and c.relname = $1
         and case when $2::text is null then pg_table_is_visible(c.oid) else n.nspname = $2 end
       )
       order by a.attnum`,
      [identifier ?? null, schema ?? null],
    );
    return rows.map(([name, type]) => ({ name: name ?? '', type: type ?? '' }));
  }

  async relation(path: RelationPath): Promise<Relation | undefined> {
    if (Buffer.byteLength(path.identifier ?? '') > 63) {
      throw new RunnerError(
        'database_failed',
        `The name '${path.identifier}' is longer than the 63 bytes that PostgreSQL keeps of it. Give it a shorter alias.`,
      );
    }
    const [found] = await this.#relations(path, path.identifier);
    return found;
  }

  relations(path: RelationPath): Promise<Relation[]> {
    return this.#relations(path, undefined);
  }

  async schemas(): Promise<string[]> {
    const { rows } = await this.#run('select nspname from pg_catalog.pg_namespace');
    return rows.map(([name]) => name ?? '');
  }

  /** All rows in one statement: a list of texts for each column. */
  async load(relation: Relation, rows: readonly TextRow[]): Promise<void> {
    const columns = await this.columns(relation);
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const lists = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
    const cells = columns.map((_, index) => `c${index}`).join(', ');
    const casts = columns
      .map(({ type }, index) => `cast(c${index} as ${unsized(type)})`)
      .join(', ');
    await this.#run(
      `insert into ${relation.path} (${names}) select ${casts} from unnest(${lists}) as given (${cells})`,
      columns.map((_, index) => rows.map((row) => row[index] ?? null)),
    );
  }

  async close(): Promise<void> {
    this.#onClose();
    this.#client.release(this.transaction.isOpen);
  }

  async #relations(path: RelationPath, identifier: string | undefined): Promise<Relation[]> {
    const { rows } = await this.#run(
      `select current_database(), n.nspname, c.relname,
         case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end
       ${visible} and n.nspname = $1 and ($2::text is null or c.relname = $2)`,
      [path.schema ?? null, identifier ?? null],
    );
    return rows.map(
      ([database, schema, name, type]) =>
        new Relation(
          {
            database: database ?? undefined,
            schema: schema ?? undefined,
            identifier: name ?? undefined,
          },
          type as RelationType,
        ),
    );
  }

  /** Types beyond the well-known ones are asked of the server. */
  async #columnsOf({ fields }: QueryArrayResult): Promise<ColumnType[]> {
    const unknown = fields.filter((field) => typeName(field.dataTypeID) === undefined);
    const asked = new Map<number, string>();
    if (unknown.length > 0) {
      const { rows } = await this.#run(
        'select oid, format_type(oid, null) from unnest($1::oid[]) as given (oid)',
        [unknown.map((field) => field.dataTypeID)],
      );
      for (const [oid, name] of rows) asked.set(Number(oid), name ?? '');
    }
    return fields.map(({ name, dataTypeID }) => ({
      name,
      type: typeName(dataTypeID) ?? asked.get(dataTypeID) ?? '',
    }));
  }

  async #run(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryArrayResult<(string | null)[]>> {
    try {
      const given = values === undefined ? {} : { values: [...values] };
      const result: unknown = await this.#client.query({
        text,
        rowMode: 'array',
        types: asText,
        ...given,
      });
      const last = Array.isArray(result) ? result.at(-1) : result;
      return last as QueryArrayResult<(string | null)[]>;
    } catch (error) {
      throw databaseFailure(error, text);
    }
  }
}

/** A type without its length: a text that is too long is refused by the insert, not cut by a cast. */
function unsized(type: string): string {
  return type.replace(/\([\d, ]+\)/, '').replace(/^character(?! varying)/, 'bpchar');
}

function responseOf({ command, rowCount }: QueryArrayResult): AdapterResponse {
  if (rowCount === null) return { _message: command };
  return { _message: `${command} ${rowCount}`, code: command, rows_affected: rowCount };
}
