import { readFileSync } from 'node:fs';
import type { AnalysisNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { configFromProperties, nameOf, propertiesOf } from './models.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** Parses the analyses of a package: queries that are compiled and never run. */
export async function parseAnalyses(parser: Parser, project: ProjectFile): Promise<void> {
  for (const file of await findFiles(project.dir, project.analysisPaths, ['.sql'])) {
    const text = readFileSync(file.absolute, 'utf8').trimEnd();
    const name = nameOf(file.fromFolder);
    const entry = propertiesOf(parser.properties.analyses, name, project.name);
    const node = await parser.kept.part(
      ['analysis', project.name, file.fromPackage, file.fromFolder, text, entry?.id ?? ''],
      () => parseAnalysis(parser, project, file, text, entry),
    );
    parser.manifest.add(node);
  }
}

async function parseAnalysis(
  parser: Parser,
  project: ProjectFile,
  file: ResourceFile,
  text: string,
  entry: PropertiesEntry | undefined,
): Promise<AnalysisNode> {
  const name = nameOf(file.fromFolder);
  const path = `analysis/${file.fromFolder}`;
  const fqn = fqnOf(project.name, path, name);
  const known = {
    name,
    resource_type: 'analysis',
    package_name: project.name,
    path,
    original_file_path: file.fromPackage,
    unique_id: `analysis.${project.name}.${name}`,
    fqn,
  } as const;
  const facts = await parser.facts(text, file.fromPackage, {
    packageName: project.name,
    name,
    model: { ...known, config: {} },
  });
  const { config, unrendered } = nodeConfig('analyses', fqn, project, parser.services.root, {
    properties: entry === undefined ? {} : configFromProperties(entry.yaml),
    call: facts.config,
  });
  return {
    ...known,
    ...(await parser.naming.namesFor({ ...known, config }, config)),
    checksum: checksumOf(text),
    config,
    ...(await ownWords(parser, project.name, entry, config)),
    unrendered_config: unrendered,
    relation_name: null,
    raw_code: text,
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
  };
}
