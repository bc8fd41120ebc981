import type { Warning } from '../context/warning_rules.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { oneSlipFrom } from '../project/nearest.ts';
import { isObject, type JsonObject, listOf } from '../project/yaml.ts';
import { adapterConfigs } from './adapter_configs.ts';
import { standardConfig } from './node_config.ts';
import type { PropertiesEntry, PropertyKind } from './properties.ts';
import { configKeys as testConfigKeys } from './test_definition.ts';

const common = ['name', 'description', 'docs', 'config', 'meta', 'tags'];
const built = [...common, 'columns', 'tests', 'data_tests', 'constraints', 'group'];

/** Keys that entries of properties files may have; what else they have is the project's own. */
const entryKeys: Partial<Record<PropertyKind, ReadonlySet<string>>> = {
  models: new Set([
    ...[...built, 'access', 'versions', 'latest_version', 'deprecation_date', 'time_spine'],
    ...['contract', 'freshness', 'primary_key', 'metrics', 'semantic_model'],
  ]),
  seeds: new Set(built),
  snapshots: new Set([...built, 'relation']),
  sources: new Set([
    ...[...common, 'database', 'schema', 'loader', 'loaded_at_field', 'loaded_at_query', 'tables'],
    ...['freshness', 'quoting', 'overrides', 'loaded_at_query', 'catalog', 'unrendered_database'],
  ]),
  unit_tests: new Set([
    ...[...common, 'model', 'given', 'expect', 'overrides', 'versions', 'enabled'],
  ]),
};
const tableKeys = new Set([
  ...[...built, 'identifier', 'loader', 'loaded_at_field', 'loaded_at_query', 'freshness'],
  ...['quoting', 'external'],
]);
const columnKeys = new Set([
  ...[...built, 'data_type', 'quote', 'granularity', 'policy_tags', 'dimension', 'entity'],
]);

/** Configs of the runner and of the adapters that dbt has. */
const configKeys = new Set([
  ...[...Object.values(standardConfig).flatMap((config) => Object.keys(config)), ...testConfigKeys],
  ...['pre_hook', 'post_hook', 'unique_key', 'merge_update_columns', 'merge_exclude_columns'],
  ...['merge_clauses', 'incremental_predicates', 'hard_deletes', 'invalidate_hard_deletes'],
  ...['sql_header', 'deprecation_date', 'static_analysis', 'description', 'tests', 'on_error'],
  ...['loaded_at_field', 'loaded_at_query', ...adapterConfigs],
]);

/** Words that a project may well use for itself, one letter from a key. */
const ownWords = new Set(['contact', 'version', 'label', 'quota', 'leader']);

/** Keys of properties files and configs that nothing reads, and that are one slip from one that is. */
export function misspeltKeys(
  manifest: Manifest,
  properties: Readonly<Record<PropertyKind, readonly PropertiesEntry[]>>,
  packageName: string,
): Warning[] {
  const found: Warning[] = [];
  for (const kind of Object.keys(entryKeys) as PropertyKind[]) {
    const known = entryKeys[kind] ?? columnKeys;
    for (const { name, file, yaml } of properties[kind]) {
      const place = { file, name };
      const mayBeConfig = kind === 'models' || kind === 'seeds' || kind === 'snapshots';
      found.push(...inMapping(yaml, known, place, mayBeConfig));
      found.push(...listed(yaml.columns, columnKeys, place));
      found.push(...listed(yaml.tables, tableKeys, place));
    }
  }
  for (const node of manifest.nodes.values()) {
    if (node.package_name !== packageName) continue;
    const place = { file: node.original_file_path, name: node.name };
    for (const key of Object.keys(node.unrendered_config)) {
      const meant = meantBy(key, configKeys);
      if (meant !== undefined)
        found.push(warning('CustomKeyInConfigDeprecation', key, meant, place));
    }
  }
  return found;
}

interface Owner {
  readonly file: string;
  readonly name: string;
}

/** Configs stood beside the name before they had a place of their own, and still may. */
function inMapping(
  yaml: JsonObject,
  known: ReadonlySet<string>,
  place: Owner,
  mayBeConfig = false,
): Warning[] {
  return Object.keys(yaml).flatMap((key) => {
    if (mayBeConfig && configKeys.has(key)) return [];
    const meant = meantBy(key, known);
    return meant === undefined ? [] : [warning('CustomKeyInObjectDeprecation', key, meant, place)];
  });
}

function listed(entries: JsonObject[string] | undefined, known: ReadonlySet<string>, place: Owner) {
  return listOf(entries)
    .filter(isObject)
    .flatMap((entry) => [
      ...inMapping(entry, known, place),
      ...listOf(entry.columns)
        .filter(isObject)
        .flatMap((column) => inMapping(column, columnKeys, place)),
    ]);
}

function meantBy(key: string, known: ReadonlySet<string>): string | undefined {
  return ownWords.has(key) ? undefined : oneSlipFrom(key, known);
}

function warning(
  name: 'CustomKeyInConfigDeprecation' | 'CustomKeyInObjectDeprecation',
  key: string,
  meant: string,
  place: Owner,
): Warning {
  const where = name === 'CustomKeyInConfigDeprecation' ? 'config' : 'key';
  return {
    name,
    text: `${place.file}: '${place.name}' has the ${where} '${key}', which nothing reads. Did you mean '${meant}'?`,
  };
}
