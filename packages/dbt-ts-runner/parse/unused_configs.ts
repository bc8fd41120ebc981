import type { Manifest } from '../manifest/manifest.ts';
import { type ConfigSection, configSections } from '../project/project_file.ts';
import { isObject, type JsonObject } from '../project/yaml.ts';

const types: Readonly<Record<ConfigSection, string>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
  sources: 'source',
  data_tests: 'test',
  unit_tests: 'unit_test',
  'semantic-models': 'semantic_model',
  metrics: 'metric',
  exposures: 'exposure',
};

/** Paths of dbt_project.yml, such as `models.shop.staging`, whose configs no resource takes. */
export function unusedConfigPaths(
  manifest: Manifest,
  configs: Readonly<Record<ConfigSection, JsonObject>>,
): string[] {
  const disabled = [...manifest.disabled.values(), ...manifest.pointless.values()]
    .flat()
    .map(({ fqn }) => fqn);
  return configSections
    .filter((section) => section !== 'analyses')
    .flatMap((section) => {
      const paths = pathsIn(configs[section], []);
      if (paths.length === 0) return [];
      const own = manifest.all().filter((node) => node.resource_type === types[section]);
      const fqns = [...own.map(({ fqn }) => fqn), ...disabled];
      const isUsed = (path: readonly string[]) =>
        fqns.some((fqn) => path.every((step, index) => fqn[index] === step));
      return paths
        .filter((path) => !isUsed(path))
        .map((path) => [section.replace('-', '_'), ...path].join('.'));
    });
}

/** Paths of the levels that set a config. */
function pathsIn(level: JsonObject, path: readonly string[]): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let setsConfig = false;
  for (const [key, value] of Object.entries(level)) {
    if (isObject(value) && !key.startsWith('+')) found.push(...pathsIn(value, [...path, key]));
    else setsConfig = true;
  }
  return setsConfig ? [path, ...found] : found;
}
