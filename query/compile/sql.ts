/** An SQL identifier; only names from definitions and the build's catalog ever come here. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function martRelation(mart: string): string {
  return `marts.${quoted(mart)}`;
}

/** Columns of a source beside its totals: how many rows were seen, and in how many of them a censored value stood. */
export const rowCount = 'rows counted';
export const valueCount = 'values counted';

/** Column of a source that counts the rows whose value of a measure cannot be told. */
export const unknownCount = (measure: string): string => `unknown ${measure}`;

/** Values bound to one statement; the only way by which a request's text reaches the engine. */
export class Parameters {
  readonly values: (string | number)[] = [];

  /** The placeholder of a bound value. */
  bind(value: string | number): string {
    const known = this.values.indexOf(value);
    return `$${known >= 0 ? known + 1 : this.values.push(value)}`;
  }
}

/** One parameterised statement with what describes its columns. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}
