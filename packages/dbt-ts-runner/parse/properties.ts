import { readFileSync } from 'node:fs';
import { RunnerError } from '../errors.ts';
import type { KeptParse } from '../kept/kept_parse.ts';
import { findFiles } from '../project/files.ts';
import type { ProjectFile, RenderYaml } from '../project/project_file.ts';
import { isObject, type JsonObject, listOf, parseYamlFile, textOf } from '../project/yaml.ts';

/** An entry of a properties file: the mapping below a list such as `models:`. */
export interface PropertiesEntry {
  readonly name: string;
  readonly yaml: JsonObject;
  readonly packageName: string;
  /** Path of the properties file from the package's folder. */
  readonly file: string;
  /** Path of the properties file from its resource folder. */
  readonly path: string;
  /** Differs whenever the entry may. */
  readonly id: string;
}

/** The lists a properties file may have that the runner reads. */
export const propertyKinds = [
  'models',
  'seeds',
  'snapshots',
  'analyses',
  'sources',
  'macros',
  'data_tests',
  'unit_tests',
  'semantic_models',
  'metrics',
  'exposures',
  'saved_queries',
  'groups',
] as const;
export type PropertyKind = (typeof propertyKinds)[number];

export type Properties = Record<PropertyKind, PropertiesEntry[]>;

const unrendered = new Set([
  'description',
  'relation',
  'tests',
  'data_tests',
  'given',
  'expect',
  'overrides',
  'type_params',
  'filter',
  'loaded_at_query',
]);

/** An entry as its file has it, rendered. */
interface Listed {
  readonly kind: PropertyKind;
  readonly name: string;
  readonly yaml: JsonObject;
}

/** Reads every properties file of a package. */
export async function readProperties(
  project: ProjectFile,
  render: RenderYaml,
  kept: KeptParse,
): Promise<Properties> {
  const properties = Object.fromEntries(
    propertyKinds.map((kind) => [kind, []]),
  ) as unknown as Properties;
  const folders = new Set([
    ...project.modelPaths,
    ...project.seedPaths,
    ...project.snapshotPaths,
    ...project.analysisPaths,
    ...project.testPaths,
    ...project.macroPaths,
  ]);
  for (const file of await findFiles(project.dir, [...folders], ['.yml', '.yaml'])) {
    const text = readFileSync(file.absolute, 'utf8');
    const { fromPackage, fromFolder } = file;
    const { id, value } = await kept.named(
      ['properties', project.name, fromPackage, fromFolder, text],
      () => entriesIn(text, fromPackage, render),
    );
    for (const [at, { kind, name, yaml }] of value.entries()) {
      properties[kind].push({
        name,
        yaml,
        packageName: project.name,
        file: fromPackage,
        path: fromFolder,
        id: `${id}:${at}`,
      });
    }
  }
  return properties;
}

async function entriesIn(text: string, file: string, render: RenderYaml): Promise<Listed[]> {
  const yaml = parseYamlFile(text, file);
  if (!isObject(yaml)) return [];
  const found: Listed[] = [];
  for (const kind of propertyKinds) {
    const entries = kind === 'data_tests' ? (yaml.data_tests ?? yaml.tests) : yaml[kind];
    for (const entry of listOf(entries)) {
      const name = isObject(entry) ? textOf(entry.name) : undefined;
      if (!isObject(entry) || name === undefined) {
        throw new RunnerError(
          'properties_invalid',
          `An entry under ${kind} has no name. Add one.`,
          { place: { file } },
        );
      }
      found.push({ kind, name, yaml: await renderEntry(entry, file, render) });
    }
  }
  return found;
}

async function renderEntry(
  entry: JsonObject,
  file: string,
  render: RenderYaml,
): Promise<JsonObject> {
  const rendered: JsonObject = {};
  for (const [key, value] of Object.entries(entry)) {
    rendered[key] = unrendered.has(key) ? value : await render(value, file);
  }
  return rendered;
}
