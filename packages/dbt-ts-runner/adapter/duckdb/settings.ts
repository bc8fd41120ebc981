import { basename, extname, isAbsolute, resolve } from 'node:path';
import { RunnerError } from '../../errors.ts';
import { misspelt } from '../../project/nearest.ts';
import type { Target } from '../../project/profile.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../../project/yaml.ts';
import { quoteIdentifier } from '../relation.ts';
import { type Extension, extension } from './extension.ts';
import { literal } from './literal.ts';
import { type Secret, secret } from './secret.ts';

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
  readonly secrets: readonly Secret[];
  /** Statements run once, when the extensions and secrets are there. */
  readonly attachments: readonly string[];
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
    onConnect: Object.entries(objectOf(settings.settings)).map(
      ([key, value]) => `set ${quoteIdentifier(key)} = ${literal(value)}`,
    ),
    extensions: listOf(settings.extensions).map(extension),
    secrets: listOf(settings.secrets).map(secret),
    attachments: listOf(settings.attach).map(attachment),
  };
}

/** The name DuckDB gives a database opened from this path. */
export function databaseName(path: string): string {
  return path === ':memory:' ? 'memory' : basename(path, extname(path));
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
