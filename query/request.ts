import { Ajv } from 'ajv';
import { QueryError } from './errors.ts';
import type { QueryRequest } from './wire.ts';

const operators = ['in', 'not_in', '=', '!=', '>=', '<=', '>', '<', 'is_null', 'is_not_null'];
const name = { type: 'string', minLength: 1, maxLength: 200 };

const where = {
  type: 'array',
  maxItems: 50,
  items: {
    type: 'object',
    properties: {
      dimension: name,
      op: { enum: operators },
      values: { type: 'array', maxItems: 10_000, items: { type: 'string', maxLength: 1000 } },
    },
    required: ['dimension', 'op', 'values'],
    additionalProperties: false,
  },
};
const order = {
  type: 'array',
  maxItems: 20,
  items: {
    type: 'object',
    properties: { column: name, desc: { type: 'boolean' } },
    required: ['column'],
    additionalProperties: false,
  },
};
const limit = { type: 'integer', minimum: 1, maximum: 100_000_000 };

const metrics = {
  type: 'object',
  properties: {
    metrics: { type: 'array', minItems: 1, maxItems: 100, items: name },
    by: { type: 'array', maxItems: 10, items: name },
    where,
    asOf: { type: 'string', maxLength: 10 },
    compare: {
      type: 'array',
      maxItems: 3,
      items: { enum: ['plan', 'baseline', 'previous'] },
    },
    order,
    limit,
  },
  required: ['metrics'],
  additionalProperties: false,
};
const list = {
  type: 'object',
  properties: {
    list: name,
    columns: { type: 'array', minItems: 1, maxItems: 200, items: name },
    where,
    order,
    limit,
    offset: { type: 'integer', minimum: 0, maximum: 100_000_000 },
  },
  required: ['list'],
  additionalProperties: false,
};

const ajv = new Ajv({ allErrors: false });
const isMetrics = ajv.compile<QueryRequest>(metrics);
const isList = ajv.compile<QueryRequest>(list);

/**
 * A request from outside, checked for its shape; names are looked up when it is compiled.
 *
 * @throws QueryError QUERY_INVALID_REQUEST saying which part is wrong.
 */
export function checkRequest(request: unknown): QueryRequest {
  const asksList = typeof request === 'object' && request !== null && 'list' in request;
  const check = asksList ? isList : isMetrics;
  if (check(request)) return request;
  const [error] = check.errors ?? [];
  const where = error?.instancePath ? ` at ${error.instancePath}` : '';
  const extra: unknown = error?.params.additionalProperty;
  const detail = typeof extra === 'string' ? ` ("${extra.slice(0, 80)}")` : '';
  throw new QueryError(
    'QUERY_INVALID_REQUEST',
    `The request is not understood${where}: it ${error?.message ?? 'is invalid'}${detail}.`,
    { hint: 'Ask with {"metrics": [...], "by": [...]} or {"list": "...", "columns": [...]}.' },
  );
}
