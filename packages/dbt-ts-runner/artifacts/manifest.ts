import { macroDependencies } from '../context/macro_dependencies.ts';
import type { MacroLibrary } from '../context/macro_library.ts';
import type { Invocation } from '../context/services.ts';
import { Graph } from '../graph/graph.ts';
import { carriedRecord } from '../manifest/carried_record.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type {
  CarriedNode,
  ExecutableNode,
  GraphNode,
  OperationNode,
  SourceNode,
  TestNode,
} from '../manifest/node.ts';
import { manifestNode } from '../manifest/node_record.ts';
import { relationName } from '../parse/naming.ts';
import type { Json, JsonObject } from '../project/yaml.ts';
import { artifactMetadata } from './metadata.ts';
import { type AttachedTests, attachedTests, primaryKey } from './primary_key.ts';

/** SQL that nodes were compiled to, by unique id. */
export type CompiledCode = ReadonlyMap<string, string>;

export interface ManifestContext {
  readonly projectName: string;
  readonly adapterType: string;
  readonly library: MacroLibrary;
  readonly invocation: Invocation;
  readonly compiled: CompiledCode;
}

/** manifest.json, version 12. */
export function manifestArtifact(manifest: Manifest, context: ManifestContext): JsonObject {
  return { metadata: manifestMetadata(context), ...manifestSections(manifest, context) };
}

/** What stands in manifest.json after its metadata. */
export function manifestSections(manifest: Manifest, context: ManifestContext): JsonObject {
  const carried = [...manifest.carried.values()];
  const section = (type: CarriedNode['resource_type']) =>
    records(
      carried.filter((node) => node.resource_type === type),
      (node) => carriedRecord(node, manifest),
    );
  const graph = wholeGraph(manifest);
  const attached = attachedTests(manifest);
  const neighbours = (of: (id: string) => ReadonlySet<string>): JsonObject =>
    Object.fromEntries(graph.ids.map((id) => [id, [...of(id)]]));
  return {
    nodes: records(
      [...manifest.nodes.values(), ...manifest.operations.values(), ...manifest.pointless.values()],
      (node) => nodeRecord(node, attached, context),
    ),
    sources: records(manifest.sources.values(), sourceRecord),
    macros: macros(context),
    docs: Object.fromEntries([...manifest.docs].map(([id, doc]) => [id, { ...doc }])),
    exposures: section('exposure'),
    metrics: section('metric'),
    groups: groups(manifest),
    selectors: Object.fromEntries(
      [...manifest.selectors].map(([name, selector]) => [name, { ...selector }]),
    ),
    disabled: Object.fromEntries(
      [...manifest.disabled].map(([id, nodes]) => [
        id,
        nodes.map((node) => anyRecord(node, manifest, attached, context)),
      ]),
    ),
    parent_map: neighbours((id) => graph.parents(id)),
    child_map: neighbours((id) => graph.children(id)),
    group_map: groupMap(manifest),
    saved_queries: section('saved_query'),
    semantic_models: section('semantic_model'),
    unit_tests: records(manifest.unitTests.values(), manifestNode),
  };
}

/** The graph with the statements around a run, which are in no selection. */
function wholeGraph(manifest: Manifest): Graph {
  const graph = Graph.of(manifest);
  for (const { unique_id, depends_on } of manifest.operations.values()) {
    graph.addNode(unique_id);
    for (const parent of depends_on.nodes) graph.addEdge(parent, unique_id);
  }
  return graph;
}

function anyRecord(
  node: GraphNode,
  manifest: Manifest,
  attached: AttachedTests,
  context: ManifestContext,
): JsonObject {
  if (node.resource_type === 'source') return sourceRecord(node);
  if (node.resource_type === 'unit_test') return manifestNode(node);
  return 'yaml' in node ? carriedRecord(node, manifest) : nodeRecord(node, attached, context);
}

function nodeRecord(
  node: Exclude<ExecutableNode, { resource_type: 'unit_test' }> | OperationNode,
  attached: AttachedTests,
  { compiled, invocation }: ManifestContext,
): JsonObject {
  const shown = manifestNode(node);
  if (node.resource_type === 'seed') {
    return { ...shown, doc_blocks: [], build_path: null, root_path: node.root };
  }
  const code = compiled.get(node.unique_id);
  const done: JsonObject = Object.assign({}, shown, {
    doc_blocks: [],
    build_path: null,
    language: 'sql',
    metrics: [],
    compiled: code !== undefined,
    extra_ctes: [],
    contract: shown.contract ?? { enforced: false, alias_types: true, checksum: null },
  });
  if (code !== undefined) {
    done.compiled_code = code;
    done.extra_ctes_injected = true;
    done.compiled_path = compiledPath(node);
  }
  if (node.resource_type === 'model') {
    done.primary_key = primaryKey(node, attached.get(node.unique_id));
    return done;
  }
  if (node.resource_type !== 'test') return done;
  if (isStored(node, invocation)) done.relation_name = relationName(node);
  if (node.test_metadata !== null) return done;
  const { column_name, file_key_name, attached_node, test_metadata, ...singular } = done;
  return singular;
}

/** True for a test whose failing rows the invocation keeps. */
function isStored(test: TestNode, { flags }: Invocation): boolean {
  return (test.config.store_failures ?? flags.STORE_FAILURES) === true;
}

/** Where a node's compiled SQL lies below the target folder. */
export function compiledPath(node: GraphNode | OperationNode): string {
  return `target/compiled/${codePath(node)}`;
}

/** Where a node's SQL stands below the folders for it. */
export function codePath(node: GraphNode | OperationNode): string {
  const own = ownFile(node);
  const path = own === undefined ? node.original_file_path : `${node.original_file_path}/${own}`;
  return `${node.package_name}/${path}`;
}

/** The file of a node that shares its source file with others. */
function ownFile(node: GraphNode | OperationNode): string | undefined {
  if (node.resource_type === 'operation') return node.path;
  if (node.resource_type === 'snapshot') return `${node.name}.sql`;
  return node.resource_type === 'test' && node.test_metadata !== null ? node.path : undefined;
}

function sourceRecord(node: SourceNode): JsonObject {
  return {
    ...manifestNode(node),
    quoting: { database: null, schema: null, identifier: null, column: null, ...node.quoting },
    external: null,
    patch_path: null,
    unrendered_database: null,
    unrendered_schema: null,
    doc_blocks: [],
  };
}

function groups(manifest: Manifest): JsonObject {
  return Object.fromEntries(
    [...manifest.groups.values()].map((group) => [group.unique_id, { ...group } as JsonObject]),
  );
}

/** Ids of the nodes in each group. */
function groupMap(manifest: Manifest): JsonObject {
  const nodes = manifest.all();
  return Object.fromEntries(
    [...manifest.groups.keys()].map((name) => [
      name,
      nodes.filter((node) => node.config.group === name).map((node) => node.unique_id),
    ]),
  );
}

function macros({ library, adapterType }: ManifestContext): JsonObject {
  return Object.fromEntries(
    library.all().map((entry) => [
      entry.node.unique_id,
      {
        ...entry.node,
        depends_on: { macros: [...macroDependencies(library, entry, adapterType)] },
        config: { meta: entry.node.meta, docs: entry.node.docs },
      } as Json,
    ]),
  );
}

/** What manifest.json says of itself. */
export function manifestMetadata({
  projectName,
  adapterType,
  invocation,
}: ManifestContext): JsonObject {
  return {
    ...artifactMetadata('manifest/v12', invocation),
    project_name: projectName,
    project_id: null,
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: adapterType,
    quoting: { database: true, schema: true, identifier: true, column: null },
  };
}

function records<T extends GraphNode | OperationNode>(
  nodes: Iterable<T>,
  record: (node: T) => JsonObject,
): JsonObject {
  return Object.fromEntries([...nodes].map((node) => [node.unique_id, record(node)]));
}
