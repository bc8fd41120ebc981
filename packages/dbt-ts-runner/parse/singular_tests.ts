import { readFileSync } from 'node:fs';
import type { TestNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { nameOf, propertiesOf } from './models.ts';
import { relationName } from './naming.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import { parseQueryFile } from './query_file.ts';
import { checkSeverity } from './test_definition.ts';

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
  const kind = { type: 'test', section: 'data_tests', path: file.fromFolder } as const;
  const query = await parseQueryFile(parser, project, file, text, entry, kind);
  checkSeverity(query.config, query.name, file.fromPackage);
  return {
    ...query,
    columns: {},
    docs: { show: true, node_color: null },
    relation_name: query.config.store_failures === true ? relationName(query) : null,
    column_name: null,
    file_key_name: null,
    attached_node: null,
    test_metadata: null,
  };
}
