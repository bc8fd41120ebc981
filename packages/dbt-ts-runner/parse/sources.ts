import type { Adapter, SourceFacts } from '../adapter/adapter.ts';
import { Relation } from '../adapter/relation.ts';
import { RunnerError } from '../errors.ts';
import type { SourceNode } from '../manifest/node.ts';
import { mergeConfig } from '../project/config.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';
import { columnsOf } from './columns.ts';
import { freshnessRule } from './freshness.ts';
import { nodeConfig } from './node_config.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** A table of a source, as its YAML gives it, with the node made of it. */
export interface SourceTable {
  readonly node: SourceNode;
  readonly yaml: JsonObject;
  readonly entry: PropertiesEntry;
}

/** Parses the sources of a package. */
export async function parseSources(parser: Parser, project: ProjectFile): Promise<SourceTable[]> {
  const tables: SourceTable[] = [];
  for (const entry of parser.properties.sources) {
    if (entry.packageName !== project.name) continue;
    for (const yaml of listOf(entry.yaml.tables)) {
      const name = isObject(yaml) ? textOf(yaml.name) : undefined;
      if (!isObject(yaml) || name === undefined) {
        throw new RunnerError(
          'properties_invalid',
          `A table of the source '${entry.name}' has no name. Add one.`,
          { place: { file: entry.file } },
        );
      }
      const node = await parseTable(parser, project, entry, yaml, name);
      parser.manifest.add(node);
      tables.push({ node, yaml, entry });
    }
  }
  return tables;
}

async function parseTable(
  parser: Parser,
  project: ProjectFile,
  entry: PropertiesEntry,
  table: JsonObject,
  name: string,
): Promise<SourceNode> {
  const source = entry.yaml;
  const folders = entry.path.split('/').slice(0, -1);
  const fqn = [project.name, ...folders, entry.name, name];
  const { config, unrendered } = nodeConfig('sources', fqn, project, parser.services.root, {
    properties: mergeConfig(besides(source), besides(table)),
  });
  const rule = freshnessRule(source, table, config, `${entry.name}.${name}`, entry.file);
  config.freshness = rule.freshness;
  config.loaded_at_field = rule.loadedAtField ?? textOf(source.loaded_at_field) ?? null;
  config.loaded_at_query = rule.loadedAtQuery;
  const database = textOf(source.database ?? source.catalog) ?? parser.services.adapter.database;
  const schema = textOf(source.schema) ?? entry.name;
  const identifier = textOf(table.identifier) ?? name;
  const quoting = { ...objectOf(source.quoting), ...objectOf(table.quoting) };
  const describe = (words: string) => parser.describe(words, project.name);
  const meta = objectOf(config.meta);
  const facts = {
    ...{ source_name: entry.name, name, meta, config },
    database,
    schema,
    identifier,
  };
  return {
    name,
    resource_type: 'source',
    package_name: project.name,
    path: entry.file,
    original_file_path: entry.file,
    unique_id: `source.${project.name}.${entry.name}.${name}`,
    fqn,
    source_name: entry.name,
    source_description: await describe(textOf(source.description) ?? ''),
    loader: textOf(table.loader ?? source.loader) ?? '',
    identifier,
    database,
    schema,
    quoting,
    loaded_at_field: rule.loadedAtField,
    loaded_at_query: rule.loadedAtQuery,
    freshness: rule.freshness,
    description: await describe(textOf(table.description) ?? ''),
    columns: await columnsOf(table.columns, describe),
    meta,
    source_meta: { ...objectOf(source.meta), ...objectOf(objectOf(source.config).meta) },
    tags: textsOf(config.tags),
    config,
    unrendered_config: {
      loaded_at_field: rule.loadedAtField,
      loaded_at_query: rule.loadedAtQuery,
      meta: {},
      tags: [],
      ...unrendered,
    },
    relation_name: relationOf(
      { ...facts, quoting },
      parser.services.adapter.externalSource?.(facts),
    ).text,
    created_at: Date.now() / 1000,
  };
}

type Quoted = SourceFacts & Pick<SourceNode, 'quoting'>;

/** The relation that queries read for a source's table, or what stands for it outside the database. */
export function sourceRelation(source: Quoted, adapter: Adapter): Relation {
  return relationOf(source, adapter.externalInput?.(source));
}

function relationOf(source: Quoted, external: string | undefined): Relation {
  const { quoting } = source;
  return new Relation(source, external === undefined ? undefined : 'external', { external }).quote({
    database: quoting.database !== false,
    schema: quoting.schema !== false,
    identifier: quoting.identifier !== false,
  });
}

function besides(yaml: JsonObject): JsonObject {
  const given: JsonObject = { ...objectOf(yaml.config) };
  for (const key of ['tags', 'meta', 'enabled']) {
    if (yaml[key] !== undefined) Object.assign(given, mergeConfig({ [key]: yaml[key] }, given));
  }
  return given;
}
