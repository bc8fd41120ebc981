import { configsAlong, mergeConfig } from '../project/config.ts';
import type { ConfigSection, ProjectFile } from '../project/project_file.ts';
import type { JsonObject } from '../project/yaml.ts';

const common: JsonObject = {
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
};

const built: JsonObject = {
  ...common,
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  'post-hook': [],
  'pre-hook': [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};

/** What a resource's config is before anyone sets anything. */
export const standardConfig = {
  models: { ...built, materialized: 'view', access: 'protected', freshness: null },
  seeds: { ...built, materialized: 'seed', delimiter: ',', quote_columns: null },
  snapshots: {
    ...built,
    materialized: 'snapshot',
    strategy: null,
    target_schema: null,
    target_database: null,
    updated_at: null,
    check_cols: null,
    snapshot_meta_column_names: {
      dbt_valid_to: null,
      dbt_valid_from: null,
      dbt_scd_id: null,
      dbt_updated_at: null,
      dbt_is_deleted: null,
    },
    dbt_valid_to_current: null,
  },
  analyses: { ...built, materialized: 'view' },
  data_tests: {
    ...common,
    materialized: 'test',
    schema: 'dbt_test__audit',
    severity: 'ERROR',
    store_failures: null,
    store_failures_as: null,
    where: null,
    limit: null,
    fail_calc: 'count(*)',
    warn_if: '!= 0',
    error_if: '!= 0',
  },
  unit_tests: { tags: [], meta: {}, enabled: true },
  sources: { enabled: true, event_time: null, freshness: null, meta: {}, tags: [] },
} as const satisfies Partial<Record<ConfigSection, JsonObject>>;

export type ConfiguredSection = keyof typeof standardConfig;

/** What sets a resource's config besides dbt_project.yml. */
export interface OwnConfig {
  /** From its properties file. */
  readonly properties?: JsonObject;
  /** From config() in its SQL. */
  readonly call?: JsonObject;
}

/**
 * A resource's config in dbt's order: standard, the own package's dbt_project.yml, properties,
 * config(), and for an imported package last the root's dbt_project.yml.
 */
export function nodeConfig(
  section: ConfiguredSection,
  fqn: readonly string[],
  own: ProjectFile,
  root: ProjectFile,
  { properties = {}, call = {} }: OwnConfig,
): { config: JsonObject; unrendered: JsonObject } {
  const layers = [
    ...configsAlong(own.configs[section], fqn),
    properties,
    call,
    ...(own.name === root.name ? [] : configsAlong(root.configs[section], fqn)),
  ].filter((layer) => Object.keys(layer).length > 0);
  const unrendered = layers.reduce(mergeConfig, {});
  const config = layers.reduce(mergeConfig, { ...standardConfig[section] });
  return { config: section === 'data_tests' ? storing(config) : config, unrendered };
}

/** Whether a test stores failures and as what: each of the two configs tells the other. */
function storing(config: JsonObject): JsonObject {
  const { store_failures: stores, store_failures_as: kind } = config;
  if (kind !== null) return { ...config, store_failures: kind !== 'ephemeral' };
  if (stores === null) return config;
  return { ...config, store_failures_as: stores === true ? 'table' : 'ephemeral' };
}

/** A resource's fqn: package, folders, name. */
export function fqnOf(packageName: string, pathInFolder: string, name: string): string[] {
  return [packageName, ...pathInFolder.split('/').slice(0, -1), name];
}
