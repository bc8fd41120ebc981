import { RunnerError } from '../errors.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  textOf,
  textsOf,
} from '../project/yaml.ts';
import type { PropertiesEntry } from './properties.ts';

/** A version of a model: a number where it is written as one, else text. */
export type Version = number | string;

/** One version of a model, its properties laid over the model's own. */
export interface ModelVersion {
  readonly version: Version;
  readonly latest: Version;
  /** The name of the version's file, without extension. */
  readonly stem: string;
  readonly entry: PropertiesEntry;
  readonly deprecationDate: string | null;
}

/**
 * The versions of a model's properties entry; none for a model without. `stems` are the names of
 * the package's model files: a version is `defined_in` one, else `name_v1`, else, the latest, `name`.
 */
export function versionsOf(entry: PropertiesEntry, stems: ReadonlySet<string>): ModelVersion[] {
  const given = listOf(entry.yaml.versions).map((version) => ({
    yaml: objectOf(version),
    version: versionIn(objectOf(version).v, entry),
  }));
  const numbers = given.map(({ version }) => version);
  if (new Set(numbers.map(String)).size < numbers.length) {
    throw invalid(entry, 'has two versions of one number. Number each once.');
  }
  const latest = latestOf(entry, numbers);
  return given.map(({ yaml, version }) => ({
    version,
    latest,
    stem: stemOf(entry, yaml, version, version === latest, stems),
    entry: { ...entry, yaml: laidOver(entry.yaml, yaml) },
    deprecationDate: dateOf(yaml.deprecation_date),
  }));
}

/** Numbers by size and before texts, texts by their letters. */
export function compareVersions(a: Version, b: Version): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return String(a) < String(b) ? -1 : String(a) === String(b) ? 0 : 1;
}

/** A version as ref() or YAML gives it: text that is a number stands for the number. */
export function versionFrom(value: Json): Version {
  const text = String(value);
  return typeof value === 'number' || /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** A deprecation date as the manifest shows it. */
export function dateOf(value: Json | undefined): string | null {
  const text = textOf(value);
  if (text === undefined) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+00:00` : text;
}

function versionIn(value: Json | undefined, entry: PropertiesEntry): Version {
  if (typeof value === 'number' || typeof value === 'string') return versionFrom(value);
  throw invalid(entry, 'has a version without v. Add its number.');
}

function latestOf(entry: PropertiesEntry, versions: readonly Version[]): Version {
  const { latest_version } = entry.yaml;
  if (latest_version === undefined || latest_version === null) {
    return [...versions].sort(compareVersions).at(-1) ?? 1;
  }
  const latest = versions.find((version) => String(version) === String(latest_version));
  if (latest !== undefined) return latest;
  throw invalid(
    entry,
    `has latest_version: ${String(latest_version)}, which is none of its versions ${versions.join(', ')}.`,
  );
}

function stemOf(
  entry: PropertiesEntry,
  yaml: JsonObject,
  version: Version,
  isLatest: boolean,
  stems: ReadonlySet<string>,
): string {
  const named = textOf(yaml.defined_in);
  const candidates =
    named === undefined
      ? [`${entry.name}_v${version}`, ...(isLatest ? [entry.name] : [])]
      : [named];
  const found = candidates.find((stem) => stems.has(stem));
  if (found !== undefined) return found;
  throw invalid(
    entry,
    `has a version ${version} without a file. Write ${candidates[0]}.sql or name its file with defined_in.`,
  );
}

function laidOver(model: JsonObject, version: JsonObject): JsonObject {
  const { versions, latest_version, ...base } = model;
  const { v, defined_in, columns, config, ...own } = version;
  return {
    ...base,
    ...own,
    ...(own.tests === undefined && own.data_tests === undefined
      ? {}
      : { tests: own.tests ?? [], data_tests: own.data_tests ?? [] }),
    config: { ...objectOf(base.config), ...objectOf(config) },
    columns: columnsFor(listOf(base.columns), columns),
  };
}

/** A version's columns: its own list, in which `include` and `exclude` take over the model's. */
function columnsFor(model: readonly Json[], own: Json | undefined): Json[] {
  if (own === undefined) return [...model];
  const rule = listOf(own)
    .map(objectOf)
    .find((column) => column.include !== undefined);
  const named = listOf(own).filter((column) => isObject(column) && column.name !== undefined);
  const replaced = new Set(named.map((column) => textOf(objectOf(column).name)));
  const excluded = new Set(textsOf(rule?.exclude));
  const included = textsOf(rule?.include);
  const takesAll = rule === undefined || included.some((word) => word === 'all' || word === '*');
  const kept = model.filter((column) => {
    const name = textOf(objectOf(column).name) ?? '';
    if (replaced.has(name) || excluded.has(name)) return false;
    return takesAll || included.includes(name);
  });
  return [...kept, ...named];
}

function invalid(entry: PropertiesEntry, problem: string): RunnerError {
  return new RunnerError('properties_invalid', `The model '${entry.name}' ${problem}`, {
    place: { file: entry.file },
  });
}
