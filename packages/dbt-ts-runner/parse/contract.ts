import { createHash } from 'node:crypto';
import { RunnerError } from '../errors.ts';
import type { ColumnInfo } from '../manifest/node.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';

/** The kinds of constraint that a model or column may have. */
export const constraintTypes = [
  'check',
  'not_null',
  'unique',
  'primary_key',
  'foreign_key',
  'custom',
] as const;

/** A model's promise of its columns, as the manifest shows it. */
export interface Contract {
  enforced: boolean;
  alias_types: boolean;
  checksum: string | null;
}

/** What a model says of its columns and constraints. */
export interface ContractTerms {
  readonly name: string;
  readonly config: JsonObject;
  readonly columns: Readonly<Record<string, ColumnInfo>>;
  readonly constraints: readonly Json[];
  readonly file: string;
}

/** The contract of a model; throws `contract_invalid` where an enforced one cannot be kept. */
export function contractOf(terms: ContractTerms): Contract {
  const { enforced, alias_types } = objectOf(terms.config.contract);
  const contract = { enforced: enforced === true, alias_types: alias_types !== false };
  if (!contract.enforced) return { ...contract, checksum: null };
  requireTerms(terms);
  return { ...contract, checksum: checksum(Object.values(terms.columns)) };
}

/** References that foreign keys make: the texts of their `to`. */
export function referencesOf({
  columns,
  constraints,
}: Pick<ContractTerms, 'columns' | 'constraints'>) {
  const all = [...constraints, ...Object.values(columns).flatMap((column) => column.constraints)];
  return all.flatMap((constraint) => textOf(objectOf(constraint).to) ?? []);
}

function requireTerms(terms: ContractTerms): void {
  const { config, columns, constraints } = terms;
  const fail = (problem: string) => {
    throw new RunnerError('contract_invalid', `The contract of '${terms.name}' ${problem}`, {
      place: { file: terms.file },
    });
  };
  const materialized = String(config.materialized);
  if (!['table', 'view', 'incremental', 'ephemeral'].includes(materialized)) {
    fail(`cannot be enforced for materialized: ${materialized}. Use table, view or incremental.`);
  }
  if (
    materialized === 'incremental' &&
    !['append_new_columns', 'fail'].includes(String(config.on_schema_change))
  ) {
    fail('needs on_schema_change: append_new_columns or fail, for the model is incremental.');
  }
  const known = Object.values(columns);
  if (known.length === 0) fail('names no columns. Describe each with its data_type.');
  const untyped = known.filter((column) => column.data_type === null);
  if (untyped.length > 0) {
    fail(`needs a data_type for ${untyped.map((column) => column.name).join(', ')}. Add it.`);
  }
  for (const constraint of known.flatMap((column) => column.constraints)) {
    const problem = problemOf(constraint);
    if (problem !== undefined) fail(problem);
  }
  for (const constraint of constraints) {
    const problem = problemOf(constraint);
    if (problem !== undefined) fail(problem);
    const stranger = textsOf(objectOf(constraint).columns).find(
      (name) => !hasColumn(columns, name),
    );
    if (stranger !== undefined)
      fail(`has a constraint on '${stranger}', which is no column of it.`);
  }
}

function problemOf(constraint: Json): string | undefined {
  const { type, expression } = objectOf(constraint);
  if (!constraintTypes.some((known) => known === type)) {
    return `has a constraint of the type '${textOf(type) ?? ''}'. Use ${constraintTypes.join(', ')}.`;
  }
  if ((type === 'check' || type === 'custom') && textOf(expression) === undefined) {
    return `has a ${type} constraint without expression. Add it.`;
  }
  return undefined;
}

function hasColumn(columns: ContractTerms['columns'], name: string): boolean {
  const plain = name.replace(/^"(.*)"$/, '$1').toLowerCase();
  return Object.keys(columns).some((known) => known.toLowerCase() === plain);
}

/** Over names and types, whatever their order. */
function checksum(columns: readonly ColumnInfo[]): string {
  const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = sorted.map(({ name, data_type }) => `|${name}${data_type ?? ''}`).join('');
  return createHash('sha256').update(text).digest('hex');
}

/** Constraints with all that the manifest shows of them. */
export function constraintsOf(yaml: Json | undefined): Json[] {
  return listOf(yaml).map((given) => {
    const { type, name, expression, to, to_columns, columns, ...rest } = objectOf(given);
    return {
      type: textOf(type) ?? '',
      name: textOf(name) ?? null,
      expression: textOf(expression) ?? null,
      warn_unenforced: rest.warn_unenforced !== false,
      warn_unsupported: rest.warn_unsupported !== false,
      to: textOf(to) ?? null,
      to_columns: textsOf(to_columns),
      ...(columns === undefined ? {} : { columns: textsOf(columns) }),
    };
  });
}
