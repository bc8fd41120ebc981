import type { CarriedNode } from '../manifest/node.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { isObject, type Json, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

const kinds = [
  ['semantic_models', 'semantic_model'],
  ['metrics', 'metric'],
  ['exposures', 'exposure'],
  ['saved_queries', 'saved_query'],
] as const;

/** Takes up what the manifest carries but nothing runs: semantic models, metrics, exposures. */
export function parseCarried(parser: Parser, project: ProjectFile): void {
  for (const [kind, type] of kinds) {
    for (const entry of parser.properties[kind]) {
      if (entry.packageName === project.name) parser.manifest.add(carried(entry, type));
    }
  }
}

/** Links carried nodes with what they rest on, as far as it exists. */
export function resolveCarried(parser: Parser): void {
  const { manifest } = parser;
  const measures = new Map<string, string>();
  for (const node of manifest.carried.values()) {
    if (node.resource_type !== 'semantic_model') continue;
    for (const measure of listOf(node.yaml.measures)) {
      if (isObject(measure)) measures.set(textOf(measure.name) ?? '', node.unique_id);
    }
  }
  for (const node of manifest.carried.values()) {
    node.depends_on.nodes = [...new Set(parents(parser, node, measures))];
  }
}

function carried(entry: PropertiesEntry, type: CarriedNode['resource_type']): CarriedNode {
  const { yaml, name, packageName } = entry;
  const folders = entry.path.split('/').slice(0, -1);
  const { enabled, meta, group, tags, ...config } = objectOf(yaml.config);
  const allTags = [...new Set([...textsOf(yaml.tags), ...textsOf(tags)])];
  return {
    name,
    resource_type: type,
    package_name: packageName,
    path: entry.path,
    original_file_path: entry.file,
    unique_id: `${type}.${packageName}.${name}`,
    fqn: [packageName, ...folders, name],
    depends_on: { macros: [], nodes: [] },
    config: {
      enabled: enabled !== false,
      group: group ?? null,
      meta: { ...objectOf(yaml.meta), ...objectOf(meta) },
      ...(allTags.length === 0 ? {} : { tags: allTags }),
      ...config,
    },
    yaml,
    created_at: Date.now() / 1000,
  };
}

function parents(
  { manifest }: Parser,
  node: CarriedNode,
  measures: ReadonlyMap<string, string>,
): string[] {
  if (node.resource_type === 'metric') return metricParents(node, measures);
  if (node.resource_type === 'saved_query') {
    const metrics = listOf(objectOf(node.yaml.query_params).metrics);
    return metrics.map((metric) => `metric.${node.package_name}.${nameOf(metric)}`);
  }
  const texts =
    node.resource_type === 'exposure' ? listOf(node.yaml.depends_on) : [node.yaml.model ?? null];
  return referencesIn(texts).flatMap(({ kind, name, owner }) => {
    const found =
      kind === 'source'
        ? manifest.findSource(owner ?? '', name, node.package_name)
        : kind === 'metric'
          ? manifest.get(`metric.${node.package_name}.${name}`)
          : manifest.findRef(name, owner, node.package_name);
    return found === undefined ? [] : [found.unique_id];
  });
}

/** A metric rests on the semantic models of its measures and on the metrics it is made of. */
function metricParents(node: CarriedNode, measures: ReadonlyMap<string, string>): string[] {
  const params = objectOf(node.yaml.type_params);
  const measure = measures.get(nameOf(params.measure) ?? '');
  const metrics = [params.numerator, params.denominator, ...listOf(params.metrics)]
    .map((metric) => nameOf(metric))
    .filter((name) => name !== undefined)
    .map((name) => `metric.${node.package_name}.${name}`);
  return measure === undefined ? metrics : [measure, ...metrics];
}

function nameOf(value: Json | undefined): string | undefined {
  return isObject(value) ? textOf(value.name) : textOf(value);
}

/** What a text such as `ref('x')` names; `owner` is the package, or the source of a table. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly owner: string | null;
}

const call = /\b(ref|source|metric)\(\s*['"]([^'"]+)['"]\s*(?:,\s*['"]([^'"]+)['"]\s*)?\)/;

/** The calls of ref(), source() and metric() that the texts are. */
export function referencesIn(texts: readonly Json[]): Reference[] {
  return texts.flatMap((text) => {
    const [, kind, first, second] = call.exec(String(text)) ?? [];
    if (kind === undefined || first === undefined) return [];
    const owner = second === undefined ? null : first;
    return [{ kind, name: second ?? first, owner }];
  });
}
