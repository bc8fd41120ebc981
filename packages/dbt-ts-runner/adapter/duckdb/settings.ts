import { basename, extname, isAbsolute, resolve } from 'node:path';
import { RunnerError } from '../../errors.ts';
import { misspelt } from '../../project/nearest.ts';
import type { Target } from '../../project/profile.ts';
import { isObject, type Json, listOf, objectOf, textOf, textsOf } from '../../project/yaml.ts';
import { quoteIdentifier } from '../relation.ts';

const known = new Set([
  ...['type', 'path', 'schema', 'database', 'threads', 'config_options', 'settings', 'extensions'],
  ...['attach', 'external_root', 'retries', 'module_paths', 'keep_open', 'disable_transactions'],
  ...['filesystems', 'secrets', 'plugins', 'remote', 'use_credential_provider', 'is_ducklake'],
]);
const refused = ['filesystems', 'plugins', 'remote', 'motherduck_token', 'is_ducklake'];

/** What a DuckDB target asks for. */
export interface DuckDbSettings {
  readonly path: string;
  /** Options given when the database is opened. */
  readonly options: Record<string, string>;
  /** Statements run on each connection. */
  readonly onConnect: readonly string[];
  readonly extensions: readonly Extension[];
  /** Statements run once, when the extensions are there. */
  readonly onOpen: readonly string[];
}

/** An extension of DuckDB; it is installed where loading it finds none. */
export interface Extension {
  readonly load: string;
  readonly install: string;
}

/** Reads a DuckDB target; a relative path starts at the project folder. */
export function duckDbSettings(target: Target, projectDir: string): DuckDbSettings {
  const { settings } = target;
  for (const key of Object.keys(settings)) {
    const meant = misspelt(key, known);
    if (meant === undefined) continue;
    throw new RunnerError(
      'profile_invalid',
      `Target '${target.name}' of profile '${target.profileName}' sets '${key}', which the DuckDB adapter does not have. Did you mean '${meant}'?`,
    );
  }
  const unknown = refused.find((key) => settings[key] !== undefined);
  if (unknown !== undefined) {
    throw new RunnerError(
      'unsupported',
      `Target '${target.name}' of profile '${target.profileName}' sets '${unknown}', which the DuckDB adapter does not have. Remove it.`,
    );
  }
  const path = textOf(settings.path) ?? ':memory:';
  const options = Object.entries(objectOf(settings.config_options));
  return {
    path: path === ':memory:' || isAbsolute(path) ? path : resolve(projectDir, path),
    options: Object.fromEntries(options.map(([key, value]) => [key, String(value)])),
    onConnect: Object.entries({
      file_search_path: projectDir,
      ...objectOf(settings.settings),
    }).map(([key, value]) => `set ${quoteIdentifier(key)} = ${literal(value)}`),
    extensions: listOf(settings.extensions).map(extension),
    onOpen: [...listOf(settings.secrets).map(secret), ...listOf(settings.attach).map(attachment)],
  };
}

/** The name DuckDB gives a database opened from this path. */
export function databaseName(path: string): string {
  return path === ':memory:' ? 'memory' : basename(path, extname(path));
}

/** An extension by its name, or by name and repository. */
function extension(entry: Json): Extension {
  const { name = null, repo } = isObject(entry) ? entry : { name: entry, repo: undefined };
  const from = textOf(repo);
  const named = quoteIdentifier(String(name));
  return {
    load: `load ${named}`,
    install: `install ${named}${from === undefined ? '' : ` from ${from}`}`,
  };
}

/** What DuckDB is to know of a store of files, such as S3, by the options it has for the type. */
function secret(entry: Json, index: number): string {
  const { name, persistent, type, scope, ...rest } = objectOf(entry);
  const words = [textOf(type) ?? '', textOf(rest.provider) ?? 'config', ...Object.keys(rest)];
  if (!words.every((word) => /^\w+$/.test(word))) {
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
  const named = quoteIdentifier(textOf(name) ?? `_dbt_secret_${index + 1}`);
  return `create or replace ${kind} ${named} (${options.join(', ')})`;
}

function secretValue(key: string, value: Json): string {
  if (isObject(value)) {
    const pairs = Object.entries(value).map(([name, of]) => `${literal(name)}: ${literal(of)}`);
    return `map {${pairs.join(', ')}}`;
  }
  if (Array.isArray(value)) return `array [${value.map(literal).join(', ')}]`;
  return key === 'provider' ? String(value) : literal(value);
}

function attachment(entry: Json): string {
  if (!isObject(entry)) return `attach if not exists ${literal(entry)}`;
  const alias = textOf(entry.alias);
  const type = textOf(entry.type);
  const options = [
    ...(type === undefined ? [] : [`type ${type}`]),
    ...(entry.read_only === true ? ['read_only'] : []),
  ];
  return [
    `attach if not exists ${literal(entry.path ?? null)}`,
    alias === undefined ? '' : `as ${quoteIdentifier(alias)}`,
    options.length === 0 ? '' : `(${options.join(', ')})`,
  ].join(' ');
}

function literal(value: Json): string {
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : `'${String(value).replaceAll("'", "''")}'`;
}
