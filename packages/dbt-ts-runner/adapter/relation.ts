/** What a relation is in the database. */
export type RelationType = 'table' | 'view' | 'materialized_view' | 'cte' | 'external';

/** The three parts of a relation's path. */
export interface RelationPath {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly identifier: string | undefined;
}

export type PathPart = keyof RelationPath;
export const pathParts: readonly PathPart[] = ['database', 'schema', 'identifier'];

/** Which parts are written, or quoted. */
export type PathPolicy = Readonly<Record<PathPart, boolean>>;
const all: PathPolicy = { database: true, schema: true, identifier: true };

/** A table, view or CTE by its path; immutable. `text` is its SQL. */
export class Relation implements RelationPath {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly identifier: string | undefined;
  readonly type: RelationType | undefined;
  readonly included: PathPolicy;
  readonly quoted: PathPolicy;
  /** No rows are read where the relation is written. */
  readonly isEmptied: boolean;
  /** Only rows that meet the condition are read where the relation is written. */
  readonly filter: string | undefined;
  /** What stands for it in SQL where it is no relation of the database, such as a file. */
  readonly external: string | undefined;
  #path: string | undefined;

  constructor(
    path: Partial<RelationPath>,
    type?: RelationType,
    policies: {
      included?: PathPolicy;
      quoted?: PathPolicy;
      isEmptied?: boolean;
      filter?: string | undefined;
      external?: string | undefined;
    } = {},
  ) {
    this.database = path.database;
    this.schema = path.schema;
    this.identifier = path.identifier;
    this.type = type;
    this.included = policies.included ?? all;
    this.quoted = policies.quoted ?? all;
    this.isEmptied = policies.isEmptied ?? false;
    this.filter = policies.filter;
    this.external = policies.external;
  }

  get text(): string {
    const read = this.isEmptied ? `(select * from ${this.path} where false limit 0)` : this.path;
    return this.filter === undefined ? read : `(select * from ${read} where ${this.filter})`;
  }

  /** The path alone, whether or not rows are read. */
  get path(): string {
    this.#path ??= this.#written();
    return this.#path;
  }

  #written(): string {
    if (this.external !== undefined) return this.external;
    if (this.type === 'cte') return this.identifier ?? '';
    return pathParts
      .filter((part) => this.included[part] && this[part] !== undefined)
      .map((part) => (this.quoted[part] ? quoteIdentifier(this[part] ?? '') : this[part]))
      .join('.');
  }

  include(change: Partial<PathPolicy>): Relation {
    return new Relation(this, this.type, { ...this, included: { ...this.included, ...change } });
  }

  quote(change: Partial<PathPolicy>): Relation {
    return new Relation(this, this.type, { ...this, quoted: { ...this.quoted, ...change } });
  }

  /** The relation as a query without rows. */
  emptied(): Relation {
    return new Relation(this, this.type, { ...this, isEmptied: true });
  }

  /** The relation as a query of the rows that meet the condition; without one, of all. */
  filtered(filter: string | undefined): Relation {
    return filter === undefined ? this : new Relation(this, this.type, { ...this, filter });
  }

  /** The same relation with parts of its path or its type replaced. */
  incorporate(change: { path?: Partial<RelationPath>; type?: RelationType | undefined }): Relation {
    const path: RelationPath = {
      database: this.database,
      schema: this.schema,
      identifier: this.identifier,
      ...change.path,
    };
    return new Relation(path, change.type ?? this.type, this);
  }
}

/** The identifier in double quotes. */
export function quoteIdentifier(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** The CTE that stands for an ephemeral model. */
export function ephemeralRelation(name: string): Relation {
  return new Relation({ identifier: `__dbt__cte__${name}` }, 'cte');
}
