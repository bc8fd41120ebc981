import { readFileSync } from 'node:fs';
import { RunnerError } from '../errors.ts';
import type { SeedNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import type { JsonObject } from '../project/yaml.ts';
import { configFromProperties, nameOf, propertiesOf } from './models.ts';
import { relationName } from './naming.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** Parses the seeds of a package; the rows are read when the seed is loaded. */
export async function parseSeeds(parser: Parser, project: ProjectFile): Promise<void> {
  for (const file of await findFiles(project.dir, project.seedPaths, ['.csv'])) {
    const name = nameOf(file.fromFolder);
    const entry = propertiesOf(parser.properties.seeds, name, project.name);
    const checksum = checksumOf(readFileSync(file.absolute, 'utf8'));
    const node = await parser.kept.part(
      ['seed', project.name, file.fromPackage, file.fromFolder, checksum.checksum, entry?.id ?? ''],
      () => parseSeed(parser, project, file, checksum, entry),
    );
    parser.manifest.add(node);
  }
}

async function parseSeed(
  parser: Parser,
  project: ProjectFile,
  file: ResourceFile,
  checksum: SeedNode['checksum'],
  entry: PropertiesEntry | undefined,
): Promise<SeedNode> {
  const name = nameOf(file.fromFolder);
  const fqn = fqnOf(project.name, file.fromFolder, name);
  const { config, unrendered } = nodeConfig('seeds', fqn, project, parser.services.root, {
    properties: entry === undefined ? {} : configFromProperties(entry.yaml),
  });
  const known = {
    name,
    resource_type: 'seed',
    package_name: project.name,
    path: file.fromFolder,
    original_file_path: file.fromPackage,
    unique_id: `seed.${project.name}.${name}`,
    fqn,
  } as const;
  await refuseReferences(parser, config, known);
  const names = await parser.naming.namesFor({ ...known, config } satisfies JsonObject, config);
  return {
    ...known,
    ...names,
    checksum,
    config,
    ...(await ownWords(parser, project.name, entry, config)),
    unrendered_config: unrendered,
    relation_name: relationName(names),
    raw_code: '',
    root: project.dir,
    depends_on: { macros: [] },
  };
}

/** A seed's file is loaded whatever else there is, so its hooks may refer to nothing. */
async function refuseReferences(
  parser: Parser,
  config: JsonObject,
  known: Pick<SeedNode, 'name' | 'package_name' | 'original_file_path' | 'unique_id'>,
): Promise<void> {
  const { name, package_name, original_file_path } = known;
  const subject = { packageName: package_name, name, model: { ...known, config } };
  const facts = await parser.hookFacts(config, original_file_path, subject);
  if (facts.every(({ refs, sources }) => refs.length + sources.length === 0)) return;
  throw new RunnerError(
    'properties_invalid',
    `Seeds cannot depend on other nodes, and a hook of the seed '${name}' uses ref() or source(). Name the table in it.`,
    { place: { file: original_file_path } },
  );
}
