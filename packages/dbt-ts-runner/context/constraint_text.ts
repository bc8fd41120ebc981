import { quoteIdentifier } from '../adapter/relation.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';

/** Gives the relation that a constraint's `to` names, as SQL. */
export type Refer = (to: string) => Promise<string>;

/** Column definitions of a table: name, type and constraints. */
export async function columnDefinitions(columns: JsonObject, refer: Refer): Promise<string[]> {
  const definitions: string[] = [];
  for (const column of Object.values(columns).map(objectOf)) {
    const parts = [nameOf(column), textOf(column.data_type) ?? ''];
    for (const constraint of listOf(column.constraints).map(objectOf)) {
      const text = await columnConstraint(constraint, refer);
      if (text !== '') parts.push(text);
    }
    definitions.push(parts.join(' '));
  }
  return definitions;
}

/** Constraints over several columns. */
export async function tableConstraints(constraints: Json[], refer: Refer): Promise<string[]> {
  const texts: string[] = [];
  for (const constraint of constraints.map(objectOf)) {
    const text = await tableConstraint(constraint, refer);
    if (text === '') continue;
    const name = textOf(constraint.name);
    texts.push(name === undefined ? text : `constraint ${name} ${text}`);
  }
  return texts;
}

/** A column's name as DDL has it: quoted where it is configured so. */
export function nameOf(column: JsonObject): string {
  const name = textOf(column.name) ?? '';
  return column.quote === true ? quoteIdentifier(name) : name;
}

async function columnConstraint(constraint: JsonObject, refer: Refer): Promise<string> {
  const expression = textOf(constraint.expression) ?? '';
  switch (textOf(constraint.type)) {
    case 'check':
      return `check (${expression})`;
    case 'not_null':
      return `not null ${expression}`.trimEnd();
    case 'unique':
      return `unique ${expression}`.trimEnd();
    case 'primary_key':
      return `primary key ${expression}`.trimEnd();
    case 'foreign_key':
      return `references ${await referenced(constraint, refer)}`;
    case 'custom':
      return expression;
    default:
      return '';
  }
}

async function tableConstraint(constraint: JsonObject, refer: Refer): Promise<string> {
  const expression = textOf(constraint.expression) ?? '';
  const columns = textsOf(constraint.columns).join(', ');
  switch (textOf(constraint.type)) {
    case 'check':
      return `check (${expression})`;
    case 'unique':
      return `unique (${columns})`;
    case 'primary_key':
      return `primary key (${columns})`;
    case 'foreign_key':
      return `foreign key (${columns}) references ${await referenced(constraint, refer)}`;
    case 'custom':
      return expression;
    default:
      return '';
  }
}

async function referenced(constraint: JsonObject, refer: Refer): Promise<string> {
  const to = textOf(constraint.to);
  if (to === undefined) return textOf(constraint.expression) ?? '';
  const columns = textsOf(constraint.to_columns).join(', ');
  return columns === '' ? await refer(to) : `${await refer(to)} (${columns})`;
}
