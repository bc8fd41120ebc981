import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunnerError } from '../errors.ts';
import type { SnapshotNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { type JsonObject, listOf, textOf } from '../project/yaml.ts';
import { definitionsIn } from './definitions.ts';
import { addHookFacts, configFromProperties, nameOf, propertiesOf } from './models.ts';
import { type NodeNames, relationName } from './naming.ts';
import { nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** A snapshot's text and where it stands. */
interface SnapshotText {
  readonly name: string;
  readonly file: string;
  readonly path: string;
  readonly fqn: string[];
  readonly code: string;
  /** What the checksum is made of. */
  readonly whole: string;
  readonly entry: PropertiesEntry | undefined;
}

/** Parses the snapshots of a package: blocks of SQL files, and YAML entries that name a relation. */
export async function parseSnapshots(parser: Parser, project: ProjectFile): Promise<void> {
  for (const file of await findFiles(project.dir, project.snapshotPaths, ['.sql'])) {
    for (const text of await blocksIn(parser, project, file)) {
      parser.manifest.add(await keptSnapshot(parser, project, text));
    }
  }
  for (const entry of parser.properties.snapshots) {
    if (entry.packageName !== project.name || entry.yaml.relation === undefined) continue;
    const whole = readFileSync(join(project.dir, entry.file), 'utf8');
    parser.manifest.add(await keptSnapshot(parser, project, inYaml(project, entry, whole)));
  }
}

function keptSnapshot(
  parser: Parser,
  project: ProjectFile,
  snapshot: SnapshotText,
): Promise<SnapshotNode> {
  const { entry, ...text } = snapshot;
  const inputs = ['snapshot', project.name, JSON.stringify(text), entry?.id ?? ''];
  return parser.kept.part(inputs, () => parseSnapshot(parser, project, snapshot));
}

async function blocksIn(
  parser: Parser,
  project: ProjectFile,
  file: ResourceFile,
): Promise<SnapshotText[]> {
  const whole = readFileSync(file.absolute, 'utf8');
  const folders = file.fromFolder.split('/').slice(0, -1);
  return definitionsIn(parser.services.environments.parse, whole, file.fromPackage)
    .filter((block) => block.kind === 'snapshot')
    .map(({ name, body }) => ({
      name,
      file: file.fromPackage,
      path: file.fromFolder,
      fqn: [project.name, ...folders, nameOf(file.fromFolder), name],
      code: body,
      whole,
      entry: propertiesOf(parser.properties.snapshots, name, project.name),
    }));
}

function inYaml(project: ProjectFile, entry: PropertiesEntry, whole: string): SnapshotText {
  const { name, file, path, yaml } = entry;
  const code = `select * from {{ ${textOf(yaml.relation) ?? ''} }}`;
  return {
    name,
    file,
    path: `${path}/${name}.sql`,
    fqn: [project.name, ...path.split('/').slice(0, -1), name],
    code,
    whole,
    entry,
  };
}

async function parseSnapshot(
  parser: Parser,
  project: ProjectFile,
  text: SnapshotText,
): Promise<SnapshotNode> {
  const { name, fqn, entry } = text;
  const { root } = parser.services;
  const properties = entry === undefined ? {} : configFromProperties(entry.yaml);
  const known = {
    name,
    resource_type: 'snapshot',
    package_name: project.name,
    path: text.path,
    original_file_path: text.file,
    unique_id: `snapshot.${project.name}.${name}`,
    fqn,
  } as const;
  const early = nodeConfig('snapshots', fqn, project, root, { properties });
  const facts = await parser.facts(text.code, text.file, {
    packageName: project.name,
    name,
    model: { ...known, config: early.config },
  });
  const { config, unrendered } = nodeConfig('snapshots', fqn, project, root, {
    properties,
    call: facts.config,
  });
  if (config.enabled !== false) requireStrategy(name, config, text.file);
  await addHookFacts(parser, facts, config, text.file, { ...known, config });
  const names = await placeOf(parser, known, config);
  return {
    ...known,
    ...names,
    checksum: checksumOf(text.whole),
    config,
    ...(await ownWords(parser, project.name, entry, config)),
    unrendered_config: unrendered,
    relation_name: relationName(names),
    raw_code: text.code,
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
  };
}

/** `target_schema` and `target_database` stand as they are; the naming macros decide otherwise. */
async function placeOf(parser: Parser, known: JsonObject, config: JsonObject): Promise<NodeNames> {
  const named = await parser.naming.namesFor({ ...known, config }, config);
  return {
    alias: named.alias,
    schema: textOf(config.target_schema) ?? named.schema,
    database: textOf(config.target_database) ?? named.database,
  };
}

const hardDeletes = ['ignore', 'invalidate', 'new_record'];

function requireStrategy(name: string, config: JsonObject, file: string): void {
  const fail = (problem: string) => {
    throw new RunnerError('snapshot_invalid', `The snapshot '${name}' ${problem}`, {
      place: { file },
    });
  };
  const { strategy, unique_key, updated_at, check_cols, hard_deletes } = config;
  if (typeof strategy !== 'string') fail('has no strategy. Set strategy: timestamp or check.');
  if (listOf(unique_key).length === 0)
    fail('has no unique_key. Name the columns that tell rows apart.');
  if (strategy === 'timestamp' && typeof updated_at !== 'string') {
    fail(
      'has the strategy timestamp and no updated_at. Name the column that tells when a row changed.',
    );
  }
  if (strategy === 'check' && check_cols !== 'all' && listOf(check_cols).length === 0) {
    fail('has the strategy check and no check_cols. List columns, or set check_cols: all.');
  }
  if (hard_deletes !== undefined && !hardDeletes.includes(String(hard_deletes))) {
    fail(`has hard_deletes: ${String(hard_deletes)}. Use ${hardDeletes.join(', ')}.`);
  }
  if (hard_deletes !== undefined && config.invalidate_hard_deletes !== undefined) {
    fail('sets both hard_deletes and invalidate_hard_deletes. Keep hard_deletes.');
  }
}
