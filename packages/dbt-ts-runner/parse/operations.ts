import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationNode } from '../manifest/node.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { objectOf, textsOf } from '../project/yaml.ts';
import { fqnOf, nodeConfig } from './node_config.ts';
import { checksumOf, type Parser } from './parser.ts';

const file = 'dbt_project.yml';

/** Parses the statements that dbt_project.yml of a package puts around a run. */
export async function parseOperations(parser: Parser, project: ProjectFile): Promise<void> {
  const lists = [
    ['on-run-start', project.onRunStart],
    ['on-run-end', project.onRunEnd],
  ] as const;
  for (const [when, texts] of lists) {
    for (const [index, text] of texts.entries()) {
      const node = await parseOperation(parser, project, { when, index, text });
      parser.manifest.operations.set(node.unique_id, node);
    }
  }
}

async function parseOperation(
  parser: Parser,
  project: ProjectFile,
  { when, index, text }: { when: string; index: number; text: string },
): Promise<OperationNode> {
  const name = `${project.name}-${when}-${index}`;
  const path = `hooks/${name}.sql`;
  const fqn = fqnOf(project.name, path, name);
  const known = {
    name,
    resource_type: 'operation',
    package_name: project.name,
    path,
    original_file_path: `./${file}`,
    unique_id: `operation.${project.name}.${name}`,
    fqn,
  } as const;
  const facts = await parser.facts(text, file, {
    packageName: project.name,
    name,
    model: { ...known, config: {} },
  });
  const { config: whole, unrendered } = nodeConfig('models', fqn, project, parser.services.root, {
    call: facts.config,
  });
  const { access, freshness, ...config } = whole;
  return {
    ...known,
    ...(await parser.naming.namesFor({ ...known, config }, config)),
    checksum: checksumOf(readFileSync(join(project.dir, file), 'utf8')),
    config,
    tags: [...textsOf(config.tags), when],
    description: '',
    columns: {},
    meta: objectOf(config.meta),
    docs: objectOf(config.docs),
    group: null,
    patch_path: null,
    unrendered_config: unrendered,
    created_at: Date.now() / 1000,
    relation_name: null,
    raw_code: text,
    refs: facts.refs,
    sources: facts.sources,
    depends_on: { macros: [...facts.macros], nodes: [] },
    index,
  };
}
