import type { Json } from '../../project/yaml.ts';

/** The text in single quotes. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value of YAML in SQL: numbers and booleans bare, all else as text. */
export function literal(value: Json): string {
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : textLiteral(String(value));
}
