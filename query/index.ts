/**
 * The query door: from metrics, dimensions and filters, asked by a viewer, to SQL on a published
 * build. The only code that reads marts for pages, files, workbooks and mail.
 */
export { type Class, classes } from './access/classes.ts';
export { isRole, type Role, roleNames, roles } from './access/roles.ts';
export { mayReadRows, type Scope, type Viewer, viewerFor } from './access/viewer.ts';
export { bindDefinitions } from './definitions/bind.ts';
export {
  type BoundDefinitions,
  type Definitions,
  type Metric,
  reachName,
} from './definitions/model.ts';
export { readDefinitions } from './definitions/read.ts';
export type { DimensionDescription, MetricDescription } from './describe.ts';
export { type Door, type DoorOptions, openDoor, type QueryOptions } from './door.ts';
export { QueryError, type QueryErrorCode, queryErrorStatus } from './errors.ts';
export type { FeedFreshness, Freshness } from './freshness.ts';
export type { BuildFacts } from './published-build.ts';
export { checkRequest } from './request.ts';
export type { Cell, Row } from './result/cell.ts';
export type { Result } from './result/result.ts';
export {
  type Comparison,
  encodeFrame,
  type Filter,
  type FrameHeader,
  type ListRequest,
  type MetricsRequest,
  type Operator,
  type Order,
  type QueryRequest,
  type ResultColumn,
  reasonSuffix,
  resultsMediaType,
  type Stamp,
  type WireError,
} from './wire.ts';
