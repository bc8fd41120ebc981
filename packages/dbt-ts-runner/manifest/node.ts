import type { Contract } from '../parse/contract.ts';
import type { Json, JsonObject } from '../project/yaml.ts';

/** Columns as properties files describe them, in the manifest's names. */
export interface ColumnInfo {
  name: string;
  description: string;
  meta: JsonObject;
  data_type: string | null;
  constraints: Json[];
  quote: boolean | null;
  config: JsonObject;
  tags: string[];
  granularity: string | null;
  doc_blocks: string[];
}

export interface RefArgs {
  name: string;
  package: string | null;
  version: number | string | null;
}

export interface DependsOn {
  macros: string[];
  nodes: string[];
}

/** What every resource has, in the manifest's names. */
export interface ResourceBase {
  name: string;
  package_name: string;
  /** Path from its resource folder. */
  path: string;
  /** Path from the package's folder. */
  original_file_path: string;
  unique_id: string;
  fqn: string[];
}

/** What models, seeds and tests share. */
export interface NodeBase extends ResourceBase {
  database: string;
  schema: string;
  alias: string;
  checksum: { name: string; checksum: string };
  config: JsonObject;
  tags: string[];
  description: string;
  columns: Record<string, ColumnInfo>;
  meta: JsonObject;
  docs: JsonObject;
  group: string | null;
  patch_path: string | null;
  unrendered_config: JsonObject;
  created_at: number;
  relation_name: string | null;
  raw_code: string;
}

/** What a node with SQL adds. */
export interface CodeBase extends NodeBase {
  refs: RefArgs[];
  sources: string[][];
  depends_on: DependsOn;
  /** White space that stands before `raw_code` in its file; not in the manifest. */
  leading?: string;
}

/** A `.sql` model, materialized as its config says; fields are named as in dbt's manifest.json. */
export interface ModelNode extends CodeBase {
  resource_type: 'model';
  access: string;
  constraints: Json[];
  contract: Contract;
  /** Absent for a model without versions. */
  version: number | string | null;
  latest_version: number | string | null;
  deprecation_date: string | null;
  time_spine: Json;
}

/** A CSV file of the project, loaded into a table; it depends on macros alone. */
export interface SeedNode extends NodeBase {
  resource_type: 'seed';
  /** Absolute folder of the package. */
  root: string;
  depends_on: { macros: string[] };
}

/** A query whose rows are kept with the time they held: a block, or an entry of a properties file. */
export interface SnapshotNode extends CodeBase {
  resource_type: 'snapshot';
}

/** A query that is compiled and never run. */
export interface AnalysisNode extends CodeBase {
  resource_type: 'analysis';
}

/** A statement of `on-run-start` or `on-run-end`; its tag says of which. */
export interface OperationNode extends CodeBase {
  resource_type: 'operation';
  /** Its place in the list, from 0. */
  index: number;
}

/** How a generic test was asked for. */
export interface GenericTest {
  name: string;
  namespace: string | null;
  kwargs: JsonObject;
}

/** A query whose rows are failures; singular (a `.sql` file) where `test_metadata` is absent. */
export interface TestNode extends CodeBase {
  resource_type: 'test';
  column_name: string | null;
  attached_node: string | null;
  file_key_name: string | null;
  /** Absent for a singular test. */
  test_metadata: GenericTest | null;
}

/** A relation that is read and never built, declared under `sources:`. */
export interface SourceNode extends ResourceBase {
  resource_type: 'source';
  source_name: string;
  source_description: string;
  loader: string;
  identifier: string;
  database: string;
  schema: string;
  quoting: JsonObject;
  loaded_at_field: string | null;
  loaded_at_query: string | null;
  freshness: Json;
  description: string;
  columns: Record<string, ColumnInfo>;
  meta: JsonObject;
  source_meta: JsonObject;
  tags: string[];
  config: JsonObject;
  unrendered_config: JsonObject;
  relation_name: string;
  created_at: number;
}

/** Rows a unit test gives or expects. */
export interface Fixture {
  rows: string | JsonObject[] | null;
  format: 'dict' | 'csv' | 'sql';
  fixture: string | null;
}

/** A model run on given rows, its result compared with the expected ones. */
export interface UnitTestNode extends ResourceBase {
  resource_type: 'unit_test';
  model: string;
  /** The model's version; null for a model without. */
  version: number | string | null;
  given: ({ input: string } & Fixture)[];
  expect: Fixture;
  description: string;
  overrides: { macros: JsonObject; vars: JsonObject; env_vars: JsonObject } | null;
  depends_on: DependsOn;
  config: JsonObject;
  checksum: string;
  schema: string;
  created_at: number;
}

/** A metric, semantic model, exposure or the like: carried in the manifest, not run. */
export interface CarriedNode extends ResourceBase {
  resource_type: 'semantic_model' | 'metric' | 'exposure' | 'saved_query';
  depends_on: DependsOn;
  config: JsonObject;
  /** The entry as its properties file gives it. */
  yaml: JsonObject;
  created_at: number;
}

/** Who owns the nodes that name it. */
export interface GroupNode {
  name: string;
  resource_type: 'group';
  package_name: string;
  path: string;
  original_file_path: string;
  unique_id: string;
  owner: JsonObject;
  description: string | null;
  config: JsonObject;
}

export interface MacroNode {
  name: string;
  resource_type: 'macro';
  package_name: string;
  path: string;
  original_file_path: string;
  unique_id: string;
  macro_sql: string;
  description: string;
  meta: JsonObject;
  docs: JsonObject;
  arguments: JsonObject[];
  patch_path: string | null;
  created_at: number;
  supported_languages: string[] | null;
}

export interface DocNode {
  name: string;
  resource_type: 'doc';
  package_name: string;
  path: string;
  original_file_path: string;
  unique_id: string;
  block_contents: string;
}

/** A node that runs. */
export type ExecutableNode =
  | AnalysisNode
  | ModelNode
  | SeedNode
  | SnapshotNode
  | TestNode
  | UnitTestNode;
/** Anything in the dependency graph. */
export type GraphNode = ExecutableNode | SourceNode | CarriedNode;
/** A node that is rendered as SQL. */
export type CodeNode = AnalysisNode | ModelNode | OperationNode | SnapshotNode | TestNode;
/** A node with a relation that ref() can name. */
export type RefableNode = ModelNode | SeedNode | SnapshotNode;
