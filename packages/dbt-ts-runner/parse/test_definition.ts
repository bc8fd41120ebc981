import { hash } from 'node:crypto';
import { RunnerError } from '../errors.ts';
import { repr, str, toValue } from '../jinja/index.ts';
import type { GenericTest } from '../manifest/node.ts';
import { isObject, type Json, type JsonObject, objectOf, textOf } from '../project/yaml.ts';

/** Configs of data tests, which may stand beside their arguments. */
export const configKeys = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
  'group',
];

/** A data test as YAML asks for it. */
export interface TestDefinition {
  readonly test: string;
  readonly namespace: string | null;
  /** The name given with `name:`. */
  readonly customName: string | undefined;
  readonly arguments: JsonObject;
  readonly config: JsonObject;
  readonly description: string;
}

/** Reads one entry of `data_tests:`. */
export function testDefinition(entry: Json, file: string): TestDefinition {
  const { key, body } = shapeOf(entry, file);
  const [namespace, test] = key.includes('.')
    ? [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
    : [null, key];
  const { config, arguments: given, name, description, ...rest } = body;
  const settings: JsonObject = {};
  const args: JsonObject = { ...objectOf(given) };
  for (const [argument, value] of Object.entries(rest)) {
    if (configKeys.includes(argument)) settings[argument] = value;
    else args[argument] = value;
  }
  return {
    test,
    namespace,
    customName: textOf(name),
    arguments: args,
    config: { ...settings, ...objectOf(config) },
    description: textOf(description) ?? '',
  };
}

/** Refuses a severity that is neither `warn` nor `error`; dbt minds no case. */
export function checkSeverity(config: JsonObject, name: string, file: string): void {
  if (/^(?:warn|error)$/i.test(String(config.severity))) return;
  throw new RunnerError(
    'properties_invalid',
    `The test '${name}' has the severity '${String(config.severity)}'. It must be warn or error.`,
    { place: { file } },
  );
}

/** The full name dbt builds for a test, and the short one its alias gets when that is too long. */
export function testNames(
  prefix: string,
  targetName: string,
  args: JsonObject,
): { full: string; short: string } {
  const words = Object.keys(args)
    .filter((key) => key !== 'model')
    .sort()
    .flatMap((key) => flat(args[key] ?? null))
    .map((word) => word.replace(/[^0-9a-zA-Z_]+/g, '_'));
  const stem = `${prefix}_${targetName}`;
  const full = `${stem}_${words.join('__')}`;
  if (full.length < 64) return { full, short: full };
  return { full, short: `${stem.slice(0, 30)}_${md5(full)}` };
}

/** dbt's ten characters that keep apart tests of one name, over that name and the arguments. */
export function testHash(fullName: string, metadata: GenericTest): string {
  return md5(`${fullName}${shown(metadata)}`).slice(-10);
}

function shapeOf(entry: Json, file: string): { key: string; body: JsonObject } {
  if (typeof entry === 'string') return { key: entry, body: {} };
  if (isObject(entry)) {
    const { test_name, ...named } = entry;
    if (typeof test_name === 'string') return { key: test_name, body: named };
    const [first, ...others] = Object.entries(entry);
    if (first !== undefined && others.length === 0) {
      return { key: first[0], body: objectOf(first[1]) };
    }
    if (first !== undefined && isObject(first[1])) {
      return { key: first[0], body: { ...Object.fromEntries(others), ...first[1] } };
    }
  }
  throw new RunnerError(
    'properties_invalid',
    'A data test must be a name, or one name with its settings below it.',
    { place: { file } },
  );
}

function flat(value: Json): string[] {
  const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [value];
  return parts.map((part) => str(toValue(part)));
}

/** The value as Python prints it once all keys are sorted and all that is no collection is text. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (!isObject(value as Json)) return repr(str(toValue(value)));
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${repr(key)}: ${shown(item)}`).join(', ')}}`;
}

function md5(text: string): string {
  return hash('md5', text);
}
