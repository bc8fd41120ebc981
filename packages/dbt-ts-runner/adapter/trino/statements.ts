/** Texts in quotes, quoted names and comments, in which a semicolon separates nothing. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|;/g;
const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The statements of a text, which the server takes one at a time. */
export function statementsIn(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (const match of sql.matchAll(pieces)) {
    if (match[0] !== ';') continue;
    statements.push(sql.slice(start, match.index));
    start = match.index + 1;
  }
  statements.push(sql.slice(start));
  return statements.filter((text) => text.replace(comments, '').trim() !== '');
}
