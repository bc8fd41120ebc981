import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RunnerError } from '../errors.ts';
import type { Fixture, UnitTestNode } from '../manifest/node.ts';
import { resolveRef } from '../manifest/resolve.ts';
import { findFiles } from '../project/files.ts';
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
import { nameOf } from './models.ts';
import { nodeConfig } from './node_config.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import type { Version } from './versions.ts';

/** Texts of fixture files by their name. */
type FixtureFiles = ReadonlyMap<string, string>;

/** Parses the unit tests of a package; models must be known. */
export async function parseUnitTests(parser: Parser, project: ProjectFile): Promise<void> {
  const entries = parser.properties.unit_tests.filter(
    (entry) => entry.packageName === project.name,
  );
  const files = entries.length === 0 ? new Map() : await fixtureFiles(project);
  for (const entry of entries) {
    for (const version of testedVersions(parser, entry)) {
      parser.manifest.add(unitTest(parser, project, entry, files, version));
    }
  }
}

/** The versions of its model that a unit test is for; null for a model without. */
function testedVersions(parser: Parser, { name, yaml, file }: PropertiesEntry): (Version | null)[] {
  const known = parser.versions.get(textOf(yaml.model) ?? '')?.map(({ version }) => version);
  const { include, exclude } = objectOf(yaml.versions);
  const named = [...textsOf(include), ...textsOf(exclude)];
  const stranger = named.find((text) => !known?.some((version) => String(version) === text));
  if (stranger !== undefined)
    throw invalid(name, `names the version ${stranger}, which its model does not have`, file);
  if (known === undefined) return [null];
  const isListed = (list: Json | undefined, version: Version) =>
    textsOf(list).includes(String(version));
  if (include !== undefined) return known.filter((version) => isListed(include, version));
  return known.filter((version) => !isListed(exclude, version));
}

async function fixtureFiles(project: ProjectFile): Promise<FixtureFiles> {
  const folders = project.testPaths.map((path) => `${path}/fixtures`);
  const texts = new Map<string, string>();
  for (const file of await findFiles(project.dir, folders, ['.csv', '.sql'])) {
    texts.set(nameOf(file.fromFolder), readFileSync(file.absolute, 'utf8'));
  }
  return texts;
}

function unitTest(
  parser: Parser,
  project: ProjectFile,
  entry: PropertiesEntry,
  files: FixtureFiles,
  version: Version | null,
): UnitTestNode {
  const { yaml, name, file } = entry;
  const modelName = textOf(yaml.model);
  if (modelName === undefined) throw invalid(name, 'names no model', file);
  const model = resolveRef(
    parser.manifest,
    { name: modelName, package: null, version },
    { name, package_name: project.name, original_file_path: file },
  );
  if (model.resource_type !== 'model') throw invalid(name, 'names a seed as its model', file);
  const folders = entry.path.split('/').slice(0, -1);
  const fqn = [project.name, ...folders, modelName, name];
  const { config } = nodeConfig('unit_tests', fqn, project, parser.services.root, {
    properties: objectOf(yaml.config),
  });
  const given = overrides(yaml.overrides);
  const isIncremental = model.depends_on.macros.includes('macro.dbt.is_incremental');
  if (
    config.enabled === true &&
    isIncremental &&
    typeof given?.macros.is_incremental !== 'boolean'
  ) {
    throw invalid(
      name,
      `does not say whether '${modelName}' runs as incremental: overrides needs macros: {is_incremental: true} or false`,
      file,
    );
  }
  return {
    name,
    resource_type: 'unit_test',
    package_name: project.name,
    path: entry.path,
    original_file_path: file,
    unique_id: `unit_test.${project.name}.${modelName}.${name}${version === null ? '' : `_v${version}`}`,
    fqn,
    model: modelName,
    version,
    given: listOf(yaml.given).map((rows) => {
      const input = isObject(rows) ? textOf(rows.input) : undefined;
      if (input === undefined) throw invalid(name, 'has a given without input', file);
      return { input, ...fixture(rows, name, file, files) };
    }),
    expect: fixture(yaml.expect ?? null, name, file, files),
    description: textOf(yaml.description) ?? '',
    overrides: given,
    depends_on: { macros: [], nodes: [model.unique_id] },
    config,
    checksum: createHash('sha256').update(JSON.stringify(yaml)).digest('hex'),
    schema: model.schema,
    created_at: Date.now() / 1000,
  };
}

function fixture(yaml: Json, name: string, file: string, files: FixtureFiles): Fixture {
  const given = objectOf(yaml);
  const format = textOf(given.format) ?? 'dict';
  if (format !== 'dict' && format !== 'csv' && format !== 'sql') {
    throw invalid(name, `uses the format '${format}', which is not dict, csv or sql`, file);
  }
  const fixtureName = textOf(given.fixture) ?? null;
  const rows = fixtureName === null ? given.rows : files.get(fixtureName);
  if (fixtureName !== null && rows === undefined) {
    throw invalid(name, `uses the fixture '${fixtureName}', which no fixtures folder holds`, file);
  }
  if (rows === undefined || rows === null) return { rows: null, format, fixture: fixtureName };
  if (format === 'dict') {
    if (!Array.isArray(rows) || !rows.every(isObject)) {
      throw invalid(name, 'has rows that are not a list of mappings', file);
    }
    return { rows, format, fixture: fixtureName };
  }
  if (typeof rows !== 'string') throw invalid(name, `has ${format} rows that are not text`, file);
  return { rows, format, fixture: fixtureName };
}

function overrides(yaml: Json | undefined): UnitTestNode['overrides'] {
  if (!isObject(yaml)) return null;
  const section = (key: string): JsonObject => objectOf(yaml[key]);
  return { macros: section('macros'), vars: section('vars'), env_vars: section('env_vars') };
}

function invalid(name: string, problem: string, file: string): RunnerError {
  return new RunnerError('unit_test_invalid', `The unit test '${name}' ${problem}. Correct it.`, {
    place: { file },
  });
}
