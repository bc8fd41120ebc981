/**
 * dbt-ts-runner: parses and runs dbt projects in this process. `openProject(dir)` reads a project,
 * `project.build()` runs it and gives its events; all errors are `RunnerError`s.
 */

export type {
  Adapter,
  AdapterResponse,
  ColumnType,
  QueryResult,
  Session,
} from './adapter/adapter.ts';
export type { ConnectionHook } from './adapter/duckdb/adapter.ts';
export type { Message } from './context/base_names.ts';
export { dbtVersion } from './context/project_names.ts';
export type { WarningName } from './context/warning_names.ts';
export type { Warning, WarningOptions } from './context/warning_rules.ts';
export {
  type ErrorCode,
  errorCodes,
  isRunnerError,
  type Place,
  RunnerError,
} from './errors.ts';
export type { IndirectSelection, SelectOptions } from './graph/select.ts';
export type { Manifest } from './manifest/manifest.ts';
export type {
  CarriedNode,
  ExecutableNode,
  GraphNode,
  ModelNode,
  SeedNode,
  SourceNode,
  TestNode,
  UnitTestNode,
} from './manifest/node.ts';
export { selectorName } from './manifest/node_record.ts';
export { type InstalledPackage, installPackages } from './packages/install.ts';
export { cleanProject } from './project/clean.ts';
export { type Check, debugProject } from './project/debug.ts';
export type { ProjectOptions } from './project/options.ts';
export {
  type FreshnessOptions,
  type OperationOptions,
  openProject,
  type Project,
  type RunOptions,
  type ShowOptions,
} from './project/project.ts';
export type { Json, JsonObject } from './project/yaml.ts';
export type { Around, Work } from './run/around.ts';
export type { Catalog, CatalogColumn, CatalogRelation } from './run/catalog.ts';
export type { Command, RunEvent } from './run/events.ts';
export type { FreshnessResult, FreshnessStatus, FreshnessSummary } from './run/freshness.ts';
export type { NodeResult, NodeStatus, RunSummary, Timing } from './run/result.ts';
export type { Run } from './run/run.ts';
export { type Preview, previewRecords } from './run/show.ts';
export { type PreviousState, readState } from './state/previous.ts';
