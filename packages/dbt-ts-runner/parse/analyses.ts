import { readFileSync } from 'node:fs';
import type { AnalysisNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { nameOf, propertiesOf } from './models.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import { parseQueryFile } from './query_file.ts';

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
  const path = `analysis/${file.fromFolder}`;
  const kind = { type: 'analysis', section: 'analyses', path } as const;
  return {
    ...(await parseQueryFile(parser, project, file, text, entry, kind)),
    relation_name: null,
  };
}
