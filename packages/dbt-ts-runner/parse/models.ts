import { readFileSync } from 'node:fs';
import type { Facts } from '../context/parse_context.ts';
import { RunnerError } from '../errors.ts';
import type { ModelNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { type JsonObject, objectOf, textOf, textsOf } from '../project/yaml.ts';
import { constraintsOf, contractOf, referencesOf } from './contract.ts';
import { batchedConfig } from './microbatch.ts';
import { relationName } from './naming.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, codeOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import { dateOf, type ModelVersion, versionsOf } from './versions.ts';

/** Parses the models of a package. */
export async function parseModels(parser: Parser, project: ProjectFile): Promise<void> {
  const files = await findFiles(project.dir, project.modelPaths, ['.sql', '.py']);
  const versions = versionedModels(parser, project, files);
  for (const file of files) {
    if (file.fromFolder.endsWith('.py')) {
      throw new RunnerError(
        'unsupported',
        'Python models are not supported. Write the model in SQL.',
        { place: { file: file.fromPackage } },
      );
    }
    const version = versions.get(nameOf(file.fromFolder));
    const name = version?.entry.name ?? nameOf(file.fromFolder);
    const entry = version?.entry ?? propertiesOf(parser.properties.models, name, project.name);
    const text = readFileSync(file.absolute, 'utf8').trimEnd();
    const node = await parser.kept.part(
      ['model', project.name, file.fromPackage, file.fromFolder, text, ...inputsOf(entry, version)],
      () => parseModel(parser, project, { file, text, name, version, entry }),
    );
    parser.manifest.add(node);
  }
}

/** A model's file and what its properties say of it. */
interface ModelText {
  readonly file: ResourceFile;
  readonly text: string;
  readonly name: string;
  readonly version: ModelVersion | undefined;
  readonly entry: PropertiesEntry | undefined;
}

/** What a model takes from its properties. */
function inputsOf(entry: PropertiesEntry | undefined, version: ModelVersion | undefined): string[] {
  const { version: number, latest } = version ?? {};
  return [entry?.id ?? '', JSON.stringify([number, latest])];
}

async function parseModel(
  parser: Parser,
  project: ProjectFile,
  { file, text, name, version, entry }: ModelText,
): Promise<ModelNode> {
  const suffix = version === undefined ? [] : [`v${version.version}`];
  const fqn = [...fqnOf(project.name, file.fromFolder, name), ...suffix];
  const { root } = parser.services;
  const properties = entry === undefined ? {} : configFromProperties(entry.yaml);
  const unique_id = ['model', project.name, name, ...suffix].join('.');
  const known: JsonObject = {
    name,
    resource_type: 'model',
    package_name: project.name,
    path: file.fromFolder,
    original_file_path: file.fromPackage,
    unique_id,
    fqn,
    version: version?.version ?? null,
    latest_version: version?.latest ?? null,
  };
  const early = nodeConfig('models', fqn, project, root, { properties });
  const facts = await parser.facts(text, file.fromPackage, {
    packageName: project.name,
    name,
    model: { ...known, config: early.config },
  });
  const { config: given, unrendered } = nodeConfig('models', fqn, project, root, {
    properties,
    call: facts.config,
  });
  const config = batchedConfig(name, given, file.fromPackage);
  const names = await parser.naming.namesFor({ ...known, config }, config);
  const words = await ownWords(parser, project.name, entry, config);
  const { columns } = words;
  await addHookFacts(parser, facts, config, file.fromPackage, { ...known, config });
  const constraints = constraintsOf(entry?.yaml.constraints);
  const contract = contractOf({ name, config, columns, constraints, file: file.fromPackage });
  await addReferences(
    parser,
    facts,
    { columns, constraints },
    entry?.file ?? file.fromPackage,
    known,
  );
  return {
    name,
    resource_type: 'model',
    package_name: project.name,
    path: file.fromFolder,
    original_file_path: file.fromPackage,
    unique_id,
    fqn,
    database: names.database,
    schema: names.schema,
    alias: names.alias,
    checksum: checksumOf(text),
    config,
    ...words,
    unrendered_config: unrendered,
    relation_name: config.materialized === 'ephemeral' ? null : relationName(names),
    ...codeOf(text),
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
    access: textOf(config.access) ?? 'protected',
    constraints,
    contract,
    version: version?.version ?? null,
    latest_version: version?.latest ?? null,
    deprecation_date: version?.deprecationDate ?? dateOf(entry?.yaml.deprecation_date),
    time_spine: entry?.yaml.time_spine ?? null,
  };
}

/** Versions of the package's models, by the name of their file; kept for the tests on them. */
function versionedModels(
  parser: Parser,
  project: ProjectFile,
  files: readonly ResourceFile[],
): ReadonlyMap<string, ModelVersion> {
  const stems = new Set(files.map((file) => nameOf(file.fromFolder)));
  for (const entry of parser.properties.models) {
    if (entry.packageName !== project.name || entry.yaml.versions === undefined) continue;
    propertiesOf(parser.properties.models, entry.name, project.name);
    parser.versions.set(entry.name, versionsOf(entry, stems));
  }
  return new Map([...parser.versions.values()].flat().map((version) => [version.stem, version]));
}

/** Takes up what the hooks of a model or snapshot refer to. */
export async function addHookFacts(
  parser: Parser,
  facts: Facts,
  config: JsonObject,
  file: string,
  model: JsonObject,
): Promise<void> {
  const subject = { packageName: String(model.package_name), name: String(model.name), model };
  for (const { refs, sources, macros } of await parser.hookFacts(config, file, subject)) {
    facts.refs.push(...refs);
    facts.sources.push(...sources);
    for (const macro of macros) facts.macros.add(macro);
  }
}

/** Takes up what foreign keys refer to, so that it is built before. */
async function addReferences(
  parser: Parser,
  facts: Facts,
  terms: Parameters<typeof referencesOf>[0],
  file: string,
  model: JsonObject,
): Promise<void> {
  for (const to of referencesOf(terms)) {
    const text = to.includes('{{') ? to : `{{ ${to} }}`;
    const subject = { packageName: String(model.package_name), name: String(model.name), model };
    const { refs, sources } = await parser.facts(text, file, subject);
    facts.refs.push(...refs);
    facts.sources.push(...sources);
  }
}

/** A resource's name: its file's, without folders and extension. */
export function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.[^.]*$/, '');
}

/** The properties entry of a resource; an entry of its own package wins. */
export function propertiesOf(
  entries: readonly PropertiesEntry[],
  name: string,
  packageName: string,
): PropertiesEntry | undefined {
  const named = byName(entries).get(name) ?? [];
  const [first, second] = named.filter((entry) => entry.packageName === packageName);
  if (second !== undefined) {
    throw new RunnerError(
      'duplicate_name',
      `'${name}' already has properties in ${first?.file ?? ''}. Join the two entries.`,
      { place: { file: second.file } },
    );
  }
  return first;
}

const entriesByName = new WeakMap<
  readonly PropertiesEntry[],
  ReadonlyMap<string, PropertiesEntry[]>
>();

function byName(entries: readonly PropertiesEntry[]): ReadonlyMap<string, PropertiesEntry[]> {
  const known = entriesByName.get(entries);
  if (known !== undefined) return known;
  const named = new Map<string, PropertiesEntry[]>();
  for (const entry of entries) {
    const others = named.get(entry.name);
    if (others === undefined) named.set(entry.name, [entry]);
    else others.push(entry);
  }
  entriesByName.set(entries, named);
  return named;
}

/** The configs a properties entry gives: its `config`, and what dbt also takes beside it. */
export function configFromProperties(yaml: JsonObject): JsonObject {
  const beside: JsonObject = {};
  for (const key of ['tags', 'meta', 'docs', 'group', 'access', 'enabled']) {
    if (yaml[key] !== undefined) beside[key] = yaml[key];
  }
  const { config } = yaml;
  const merged: JsonObject = { ...beside, ...objectOf(config) };
  if (beside.tags !== undefined) {
    merged.tags = [...textsOf(beside.tags), ...textsOf(objectOf(config).tags)];
  }
  return merged;
}
