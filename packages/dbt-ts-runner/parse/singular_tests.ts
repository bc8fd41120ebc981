import { readFileSync } from 'node:fs';
import type { TestNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { configFromProperties, nameOf, propertiesOf } from './models.ts';
import { relationName } from './naming.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** Parses the tests that are whole queries: SQL files of the test folders outside `generic/`. */
export async function parseSingularTests(parser: Parser, project: ProjectFile): Promise<void> {
  for (const file of await findFiles(project.dir, project.testPaths, ['.sql'])) {
    if (file.fromFolder.startsWith('generic/') || file.fromFolder.startsWith('fixtures/')) continue;
    const text = readFileSync(file.absolute, 'utf8').trimEnd();
    const name = nameOf(file.fromFolder);
    const entry = propertiesOf(parser.properties.data_tests, name, project.name);
    const node = await parser.kept.part(
      ['test', project.name, file.fromPackage, file.fromFolder, text, entry?.id ?? ''],
      () => parseTest(parser, project, file, text, entry),
    );
    parser.manifest.add(node);
  }
}

async function parseTest(
  parser: Parser,
  project: ProjectFile,
  file: ResourceFile,
  text: string,
  entry: PropertiesEntry | undefined,
): Promise<TestNode> {
  const name = nameOf(file.fromFolder);
  const fqn = fqnOf(project.name, file.fromFolder, name);
  const known = {
    name,
    resource_type: 'test',
    package_name: project.name,
    path: file.fromFolder,
    original_file_path: file.fromPackage,
    unique_id: `test.${project.name}.${name}`,
    fqn,
  } as const;
  const facts = await parser.facts(text, file.fromPackage, {
    packageName: project.name,
    name,
    model: { ...known, config: {} },
  });
  const { config, unrendered } = nodeConfig('data_tests', fqn, project, parser.services.root, {
    properties: entry === undefined ? {} : configFromProperties(entry.yaml),
    call: facts.config,
  });
  const names = await parser.naming.namesFor({ ...known, config }, config);
  return {
    ...known,
    ...names,
    checksum: checksumOf(text),
    config,
    ...(await ownWords(parser, project.name, entry, config)),
    columns: {},
    docs: { show: true, node_color: null },
    unrendered_config: unrendered,
    relation_name: config.store_failures === true ? relationName(names) : null,
    raw_code: text,
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
    column_name: null,
    file_key_name: null,
    attached_node: null,
    test_metadata: null,
  };
}
