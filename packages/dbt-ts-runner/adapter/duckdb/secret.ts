import { RunnerError } from '../../errors.ts';
import { isObject, type Json, objectOf, textOf, textsOf } from '../../project/yaml.ts';
import type { Session } from '../adapter.ts';
import { quoteIdentifier } from '../relation.ts';
import { literal } from './literal.ts';

/** What DuckDB is to know of a store of files, such as S3. */
export interface Secret {
  readonly name: string;
  readonly statement: string;
}

/** A secret by the options that DuckDB has for its type. */
export function secret(entry: Json, index: number): Secret {
  const { name: givenName, persistent, type, scope, ...rest } = objectOf(entry);
  const words = [textOf(type) ?? '', textOf(rest.provider) ?? 'config', ...Object.keys(rest)];
  if (!words.every((word) => /^[A-Za-z_]\w*$/.test(word))) {
    throw new RunnerError(
      'profile_invalid',
      `The secret ${index + 1} of the target needs a type, and type, provider and keys that are single words. Correct it.`,
    );
  }
  const options = [
    `type ${textOf(type)}`,
    ...Object.entries(rest).map(([key, value]) => `${key} ${secretValue(key, value)}`),
    ...textsOf(scope).map((path) => `scope ${literal(path)}`),
  ];
  const kind = persistent === true ? 'persistent secret' : 'secret';
  const named = textOf(givenName) ?? `_dbt_secret_${index + 1}`;
  const statement = `create or replace ${kind} ${quoteIdentifier(named)} (${options.join(', ')})`;
  return { name: named, statement };
}

function secretValue(key: string, value: Json): string {
  if (isObject(value)) {
    const pairs = Object.entries(value).map(([name, of]) => `${literal(name)}: ${literal(of)}`);
    return `map {${pairs.join(', ')}}`;
  }
  if (Array.isArray(value)) return `array [${value.map(literal).join(', ')}]`;
  return key === 'provider' ? String(value) : literal(value);
}

/** Creates the secret; what the database says of a failure may hold its values, and is not told. */
export async function createSecret(session: Session, { name, statement }: Secret): Promise<void> {
  await session.execute(statement).catch(() => {
    throw new RunnerError(
      'database_failed',
      `The secret '${name}' of the target cannot be created. Correct its type, provider or keys, or load the extension that has the type.`,
    );
  });
}
