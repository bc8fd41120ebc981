import { RunnerError, sentenceOf } from '../../errors.ts';
import { isObject, type Json, textOf } from '../../project/yaml.ts';
import type { Session } from '../adapter.ts';
import { quoteIdentifier } from '../relation.ts';
import { textLiteral } from './literal.ts';

/** An extension of DuckDB, from a repository of its own or the standard one. */
export interface Extension {
  readonly name: string;
  readonly repository: string | undefined;
}

/** An extension by its name, or by name and repository. */
export function extension(entry: Json): Extension {
  const { name = null, repo } = isObject(entry) ? entry : { name: entry, repo: undefined };
  return { name: String(name), repository: textOf(repo) };
}

/** Loads the extension; one that is not installed is installed before. */
export async function loadExtension(
  session: Session,
  { name, repository }: Extension,
): Promise<void> {
  const load = `load ${quoteIdentifier(name)}`;
  const from = repository === undefined ? '' : ` from ${repository}`;
  try {
    await session.execute(load);
  } catch (first) {
    if (await isInstalled(session, name)) throw first;
    try {
      await session.execute(`install ${quoteIdentifier(name)}${from}`);
    } catch (error) {
      throw new RunnerError(
        'database_failed',
        `The extension '${name}' cannot be loaded: ${sentenceOf(first)} It cannot be installed: ${sentenceOf(error)}`,
        { cause: error },
      );
    }
    await session.execute(load);
  }
}

async function isInstalled(session: Session, name: string): Promise<boolean> {
  const { rows } = await session.query(
    `select 1 from duckdb_extensions()
     where installed and list_contains(list_append(aliases, extension_name), ${textLiteral(name)})`,
  );
  return rows.length > 0;
}
