/** A CTE to put before a query. */
export interface Cte {
  readonly name: string;
  readonly sql: string;
}

const leading = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const withClause = /^with\b(\s+recursive\b)?/i;

/** Puts the CTEs before the query, into its own `with` where it has one. */
export function injectCtes(sql: string, ctes: readonly Cte[]): string {
  if (ctes.length === 0) return sql;
  const list = ctes.map(({ name, sql: body }) => `${name} as (\n${body}\n)`).join(', ');
  const head = leading.exec(sql)?.[0] ?? '';
  const rest = sql.slice(head.length);
  const own = withClause.exec(rest);
  if (own === null) return `${head}with ${list}\n${rest}`;
  const recursive = own[1] === undefined ? '' : ' recursive';
  return `${head}with${recursive} ${list},${rest.slice(own[0].length)}`;
}
