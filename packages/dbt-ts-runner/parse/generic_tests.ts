import { translateError } from '../context/failure.ts';
import { parseScope } from '../context/parse_context.ts';
import { testArguments } from '../context/test_arguments.ts';
import { isRunnerError, RunnerError } from '../errors.ts';
import type { GenericTest, RefArgs, TestNode } from '../manifest/node.ts';
import { mergeConfig } from '../project/config.ts';
import { suggestion } from '../project/nearest.ts';
import type { ProjectFile } from '../project/project_file.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  textOf,
  textsOf,
} from '../project/yaml.ts';
import { relationName } from './naming.ts';
import { nodeConfig } from './node_config.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import type { SourceTable } from './sources.ts';
import {
  checkSeverity,
  type TestDefinition,
  testDefinition,
  testHash,
  testNames,
} from './test_definition.ts';
import { versionFrom } from './versions.ts';

/** What a data test is attached to. */
interface Subject {
  readonly name: string;
  /** The call that gives its relation: `ref('x')`. */
  readonly call: string;
  readonly prefix: string;
  /** Unique id of the model, seed or snapshot; sources have none here. */
  readonly attached: string | null;
  readonly fileKey: string | null;
  readonly entry: PropertiesEntry;
  readonly yaml: JsonObject;
  /** Tells it from other parts of the entry. */
  readonly part: string;
  readonly tags: readonly string[];
  readonly group: string | null;
}

/** Parses the data tests that properties files attach to models, seeds and snapshots. */
export async function parseNodeTests(parser: Parser, project: ProjectFile): Promise<void> {
  for (const kind of ['models', 'seeds', 'snapshots'] as const) {
    for (const entry of parser.properties[kind]) {
      if (entry.packageName !== project.name) continue;
      if (kind === 'models' && parser.versions.has(entry.name)) {
        await parseVersionTests(parser, project, entry.name);
        continue;
      }
      const node = describedNode(parser, kind, project.name, entry.name);
      if (node === undefined) continue;
      await parseTestsOf(parser, project, {
        name: entry.name,
        call: `ref('${entry.name}')`,
        prefix: '',
        attached: node.unique_id,
        fileKey: `${kind}.${entry.name}`,
        entry,
        yaml: entry.yaml,
        part: '',
        tags: [],
        group: node.group,
      });
    }
  }
}

/** What an entry is about: as dbt has it, the tests of a seed may also stand under `models:`. */
function describedNode(parser: Parser, kind: string, packageName: string, name: string) {
  const types = [kind.slice(0, -1), 'model', 'seed', 'snapshot'];
  const ids = types.map((type) => `${type}.${packageName}.${name}`);
  return ids.map((id) => parser.manifest.nodes.get(id)).find((node) => node !== undefined);
}

async function parseVersionTests(
  parser: Parser,
  project: ProjectFile,
  name: string,
): Promise<void> {
  for (const { version, entry } of parser.versions.get(name) ?? []) {
    const id = `model.${project.name}.${name}.v${version}`;
    const node = parser.manifest.nodes.get(id);
    if (node === undefined) continue;
    await parseTestsOf(parser, project, {
      name: `${name}_v${version}`,
      call: `ref('${name}', version='${version}')`,
      prefix: '',
      attached: id,
      fileKey: `models.${name}`,
      entry,
      yaml: entry.yaml,
      part: String(version),
      tags: [],
      group: node.group,
    });
  }
}

/** Parses the data tests attached to source tables. */
export async function parseSourceTests(
  parser: Parser,
  project: ProjectFile,
  tables: readonly SourceTable[],
): Promise<void> {
  for (const [at, { node, yaml, entry }] of tables.entries()) {
    if (parser.manifest.get(node.unique_id) === undefined) continue;
    await parseTestsOf(parser, project, {
      name: `${node.source_name}_${node.name}`,
      call: `source('${node.source_name}', '${node.name}')`,
      prefix: 'source_',
      attached: null,
      fileKey: `sources.${node.source_name}`,
      entry,
      yaml,
      part: String(at),
      tags: [...textsOf(entry.yaml.tags), ...textsOf(yaml.tags)],
      group: null,
    });
  }
}

async function parseTestsOf(parser: Parser, project: ProjectFile, subject: Subject): Promise<void> {
  const { yaml, entry, ...rest } = subject;
  const inputs = ['tests', project.name, entry.id, JSON.stringify(rest)];
  const tests = await parser.kept.part(inputs, () => testsOf(parser, project, subject));
  for (const test of tests) parser.manifest.add(test);
}

async function testsOf(
  parser: Parser,
  project: ProjectFile,
  subject: Subject,
): Promise<TestNode[]> {
  const tests: TestNode[] = [];
  for (const test of testsIn(subject.yaml)) {
    tests.push(await parseTest(parser, project, subject, test, undefined, []));
  }
  for (const column of listOf(subject.yaml.columns)) {
    if (!isObject(column)) continue;
    const tags = [...textsOf(column.tags), ...textsOf(objectOf(column.config).tags)];
    for (const test of testsIn(column)) {
      tests.push(await parseTest(parser, project, subject, test, column, tags));
    }
  }
  return tests;
}

async function parseTest(
  parser: Parser,
  project: ProjectFile,
  subject: Subject,
  yaml: Json,
  column: JsonObject | undefined,
  columnTags: readonly string[],
): Promise<TestNode> {
  const { entry } = subject;
  const definition = testDefinition(yaml, entry.file);
  const callText = testCall(parser, definition, project.name, entry.file);
  const columnName = textOf(column?.name);
  const quoted = column?.quote === true && columnName !== undefined;
  const args: JsonObject = {
    ...(columnName === undefined ? {} : { column_name: quoted ? `"${columnName}"` : columnName }),
    ...definition.arguments,
  };
  const metadata: GenericTest = {
    name: definition.test,
    kwargs: { ...args, model: `{{ get_where_subquery(${subject.call}) }}` },
    namespace: definition.namespace,
  };
  const prefix = `${definition.namespace === null ? '' : `${definition.namespace}_`}${subject.prefix}${definition.test}`;
  const names =
    definition.customName === undefined
      ? testNames(prefix, subject.name, args)
      : { full: definition.customName, short: definition.customName };
  const folders = entry.path.split('/').slice(0, -1);
  const fqn = [project.name, ...folders, names.full];
  const facts = await testFacts(parser, project.name, names.full, metadata, callText, entry.file);
  const tags = [...subject.tags, ...columnTags];
  const own: JsonObject = {
    ...(names.short === names.full ? {} : { alias: names.short }),
    ...(tags.length === 0 ? {} : { tags }),
  };
  const { config, unrendered } = nodeConfig('data_tests', fqn, project, parser.services.root, {
    properties: facts.config,
    call: mergeConfig(own, objectOf(await parser.render(definition.config, entry.file))),
  });
  checkSeverity(config, names.full, entry.file);
  const known = {
    name: names.full,
    resource_type: 'test',
    package_name: project.name,
    path: `${names.short}.sql`,
    original_file_path: entry.file,
    unique_id: `test.${project.name}.${names.full}.${testHash(names.full, metadata)}`,
    fqn,
  } as const;
  const place = await parser.naming.namesFor({ ...known, config }, config);
  return {
    name: known.name,
    resource_type: 'test',
    package_name: project.name,
    path: known.path,
    original_file_path: entry.file,
    unique_id: known.unique_id,
    fqn,
    database: place.database,
    schema: place.schema,
    alias: place.alias,
    checksum: { name: 'none', checksum: '' },
    config,
    tags: textsOf(config.tags),
    description: definition.description,
    columns: {},
    meta: objectOf(config.meta),
    docs: { show: true, node_color: null },
    group: textOf(config.group) ?? subject.group,
    patch_path: null,
    unrendered_config: unrendered,
    created_at: Date.now() / 1000,
    relation_name: config.store_failures === true ? relationName(place) : null,
    raw_code: callText,
    refs: facts.refs.map(withPlainVersion),
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
    column_name: columnName === undefined ? null : (textOf(args.column_name) ?? null),
    file_key_name: subject.fileKey,
    attached_node: subject.attached,
    test_metadata: metadata,
  };
}

function testCall(
  parser: Parser,
  { test, namespace }: TestDefinition,
  packageName: string,
  file: string,
): string {
  const { library } = parser.services;
  if (library.genericTest(test, namespace, packageName) === undefined) {
    const known = library
      .all()
      .filter((entry) => entry.macroName.startsWith('test_'))
      .map((entry) => entry.macroName.slice('test_'.length));
    throw new RunnerError(
      'test_missing',
      `There is no generic test '${namespace === null ? test : `${namespace}.${test}`}'.${suggestion(test, known)} Define it in a macro folder or correct the name.`,
      { place: { file } },
    );
  }
  const qualified = namespace === null ? `test_${test}` : `${namespace}.test_${test}`;
  return `{{ ${qualified}(**_dbt_generic_test_kwargs) }}`;
}

async function testFacts(
  parser: Parser,
  packageName: string,
  name: string,
  metadata: GenericTest,
  callText: string,
  file: string,
) {
  const environment = parser.services.environments.parse;
  const subject = { packageName, name, model: { name, config: {}, resource_type: 'test' } };
  const { scope, facts } = parseScope(parser.services, subject);
  try {
    const given = await testArguments(metadata.kwargs, environment, scope.context, file);
    const outer = scope.context;
    const lookup = (wanted: string) =>
      wanted === '_dbt_generic_test_kwargs' ? given : outer.lookup(wanted);
    await environment.parse(callText, file).render({ lookup });
  } catch (error) {
    throw ofTest(translateError(error), name, file);
  }
  return facts;
}

/** An error of the call that the runner writes for a test, told of the entry that asks for it. */
function ofTest(error: unknown, name: string, file: string): unknown {
  if (!isRunnerError(error) || error.place?.file !== file) return error;
  const { code, sentence, macroStack } = error;
  const told = `The test '${name}' cannot be called: ${sentence}`;
  return new RunnerError(code, told, { place: { file }, macroStack, cause: error });
}

/** A version that is a number stands as one, however the test's call writes it. */
function withPlainVersion(ref: RefArgs): RefArgs {
  return ref.version === null ? ref : { ...ref, version: versionFrom(ref.version) };
}

function testsIn(yaml: JsonObject): Json[] {
  return [...listOf(yaml.tests), ...listOf(yaml.data_tests)];
}
