const part = new RegExp(
  [
    String.raw`\{#[\s\S]*?#\}`,
    String.raw`\{%[-+]?\s*(raw|macro|test|data_test|materialization|snapshot|docs)\b[\s\S]*?\{%[-+]?\s*end\1\s*[-+]?%\}`,
    String.raw`\{\{[\s\S]*?\}\}`,
  ].join('|'),
  'g',
);

/**
 * A macro file with blanks for the expressions that stand outside of its blocks. dbt reads the
 * blocks alone, so a comment of SQL above a macro may show how to call it.
 */
export function withoutLooseExpressions(text: string): string {
  return text.replace(part, (found) =>
    found.startsWith('{{') ? found.replace(/[^\n]/g, ' ') : found,
  );
}
