import type { ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { configFromProperties, nameOf } from './models.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { ownWords } from './own_words.ts';
import { checksumOf, codeOf, type Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** A query in a file of its own, as `dbt_project.yml` and the manifest call its kind, and where the manifest says it is. */
export interface QueryKind<Type extends 'analysis' | 'test'> {
  readonly type: Type;
  readonly section: 'analyses' | 'data_tests';
  readonly path: string;
}

/** What analyses and singular tests have in common. */
export async function parseQueryFile<Type extends 'analysis' | 'test'>(
  parser: Parser,
  project: ProjectFile,
  file: ResourceFile,
  text: string,
  entry: PropertiesEntry | undefined,
  { type, section, path }: QueryKind<Type>,
) {
  const name = nameOf(file.fromFolder);
  const fqn = fqnOf(project.name, path, name);
  const known = {
    name,
    resource_type: type,
    package_name: project.name,
    path,
    original_file_path: file.fromPackage,
    unique_id: `${type}.${project.name}.${name}`,
    fqn,
  } as const;
  const facts = await parser.facts(text, file.fromPackage, {
    packageName: project.name,
    name,
    model: { ...known, config: {} },
  });
  const { config, unrendered } = nodeConfig(section, fqn, project, parser.services.root, {
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
    ...codeOf(text),
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
  };
}
