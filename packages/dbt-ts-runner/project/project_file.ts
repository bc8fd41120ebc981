import { join, resolve } from 'node:path';
import { RunnerError } from '../errors.ts';
import { isMissing } from './files.ts';
import { suggestion } from './nearest.ts';
import {
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  readYamlObject,
  textOf,
  textsOf,
} from './yaml.ts';

/** The sections of dbt_project.yml that give configs to resources. */
export const configSections = [
  'models',
  'seeds',
  'snapshots',
  'analyses',
  'sources',
  'data_tests',
  'unit_tests',
  'semantic-models',
  'metrics',
  'exposures',
] as const;
export type ConfigSection = (typeof configSections)[number];

const knownKeys = new Set<string>([
  ...['name', 'version', 'config-version', 'profile', 'require-dbt-version', 'restrict-access'],
  ...['project-root', 'source-paths', 'model-paths', 'data-paths', 'seed-paths', 'macro-paths'],
  ...['test-paths', 'analysis-paths', 'docs-paths', 'asset-paths', 'function-paths'],
  ...['snapshot-paths', 'target-path', 'clean-targets', 'log-path', 'packages-install-path'],
  ...['quoting', 'on-run-start', 'on-run-end', 'dispatch', 'vars', 'packages', 'query-comment'],
  ...['dbt-cloud', 'flags', 'tests', 'functions', 'saved-queries', ...configSections],
]);

/** What dbt_project.yml of one package says. */
export interface ProjectFile {
  readonly name: string;
  readonly version: string | undefined;
  /** Absolute folder of the package. */
  readonly dir: string;
  readonly profile: string | undefined;
  readonly modelPaths: readonly string[];
  readonly seedPaths: readonly string[];
  readonly macroPaths: readonly string[];
  readonly testPaths: readonly string[];
  readonly snapshotPaths: readonly string[];
  readonly analysisPaths: readonly string[];
  /** Folders that `docs generate` copies into the target folder. */
  readonly assetPaths: readonly string[];
  /** Folders that `clean` empties. */
  readonly cleanTargets: readonly string[];
  readonly targetPath: string;
  readonly packagesDir: string;
  readonly vars: JsonObject;
  readonly configs: Readonly<Record<ConfigSection, JsonObject>>;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  /** A template, or a mapping with one: what stands in a comment before every statement. */
  readonly queryComment: Json;
  readonly quoting: JsonObject;
  /** Flags of invocations; of the root project alone they count. */
  readonly flags: JsonObject;
  /** Other packages may refer to public models alone. */
  readonly restrictAccess: boolean;
  /** Whether what a parse gives is kept for the next one, from `flags`. */
  readonly partialParse: boolean;
  /** Search order of packages by macro namespace, from the `dispatch` key. */
  readonly dispatch: ReadonlyMap<string, readonly string[]>;
}

/** Renders the templates inside a YAML value. */
export type RenderYaml = (value: Json, file: string) => Promise<Json>;

/** Reads dbt_project.yml as it stands, templates unrendered. */
export async function readProjectYaml(dir: string): Promise<JsonObject> {
  try {
    return await readYamlObject(join(dir, 'dbt_project.yml'), 'dbt_project.yml');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new RunnerError(
      'project_missing',
      `There is no dbt_project.yml in ${resolve(dir)}. Name the folder that holds it.`,
    );
  }
}

/** Builds the project from its YAML; hooks and the query comment stay unrendered, everything else is rendered. */
export async function projectFileOf(
  dir: string,
  yaml: JsonObject,
  render: RenderYaml,
): Promise<ProjectFile> {
  const stranger = Object.keys(yaml).find((key) => !knownKeys.has(key));
  if (stranger !== undefined) {
    throw new RunnerError(
      'project_invalid',
      `${join(dir, 'dbt_project.yml')} has the key '${stranger}', which does not exist.${suggestion(stranger, knownKeys)} Correct or remove it.`,
    );
  }
  const {
    'on-run-start': start,
    'on-run-end': end,
    'query-comment': queryComment = null,
    ...rest
  } = yaml;
  const rendered = objectOf(await render(rest, 'dbt_project.yml'));
  const name = textOf(rendered.name);
  if (name === undefined || !/^[^\d\W]\w*$/.test(name)) {
    throw new RunnerError(
      'project_invalid',
      'The key name must give the project a name of letters, digits and underscores.',
      { place: { file: 'dbt_project.yml', line: 1 } },
    );
  }
  const targetPath = textOf(rendered['target-path']) ?? 'target';
  const paths = (key: string, old: string, standard: string) =>
    textsOf(rendered[key] ?? rendered[old] ?? standard);
  return {
    name,
    version: textOf(rendered.version),
    dir: resolve(dir),
    profile: textOf(rendered.profile),
    modelPaths: paths('model-paths', 'source-paths', 'models'),
    seedPaths: paths('seed-paths', 'data-paths', 'seeds'),
    macroPaths: paths('macro-paths', 'macro-paths', 'macros'),
    testPaths: paths('test-paths', 'test-paths', 'tests'),
    snapshotPaths: paths('snapshot-paths', 'snapshot-paths', 'snapshots'),
    analysisPaths: paths('analysis-paths', 'analysis-paths', 'analyses'),
    assetPaths: textsOf(rendered['asset-paths']),
    cleanTargets: textsOf(rendered['clean-targets'] ?? targetPath),
    targetPath,
    packagesDir: textOf(rendered['packages-install-path']) ?? 'dbt_packages',
    vars: objectOf(rendered.vars),
    configs: sectionsOf(rendered),
    onRunStart: textsOf(start),
    onRunEnd: textsOf(end),
    queryComment,
    quoting: objectOf(rendered.quoting),
    flags: objectOf(rendered.flags),
    restrictAccess: rendered['restrict-access'] === true,
    partialParse: objectOf(rendered.flags).partial_parse !== false,
    dispatch: dispatchOf(rendered.dispatch),
  };
}

function sectionsOf(yaml: JsonObject): Record<ConfigSection, JsonObject> {
  const sections: Partial<Record<ConfigSection, JsonObject>> = {};
  for (const section of configSections) sections[section] = objectOf(yaml[section]);
  const tests = { ...objectOf(yaml.tests), ...objectOf(yaml.data_tests) };
  return { ...(sections as Record<ConfigSection, JsonObject>), data_tests: tests };
}

function dispatchOf(value: Json | undefined): Map<string, readonly string[]> {
  const orders = new Map<string, readonly string[]>();
  for (const entry of listOf(value)) {
    const { macro_namespace, search_order } = objectOf(entry);
    if (macro_namespace !== undefined) orders.set(String(macro_namespace), textsOf(search_order));
  }
  return orders;
}
