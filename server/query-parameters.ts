import { checkRequest, type Filter, type Order, type QueryRequest } from '@portolan/query';
import { ServerError } from './errors.ts';

export const formats = ['json', 'csv', 'arrow'] as const;

export type Format = (typeof formats)[number];

const known = new Set([
  ...['metric', 'metrics', 'by', 'where', 'as_of', 'compare', 'order', 'limit'],
  ...['list', 'columns', 'offset', 'format'],
]);

function refuse(message: string, hint?: string): never {
  throw new ServerError('SERVER_PARAMETER_INVALID', message, hint === undefined ? {} : { hint });
}

/** Repeated parameters and comma-separated ones come to the same. */
function names(parameters: URLSearchParams, ...keys: string[]): string[] {
  return keys
    .flatMap((key) => parameters.getAll(key))
    .flatMap((text) => text.split(','))
    .filter((name) => name !== '');
}

/** Values stand between commas; a comma or backslash of a value has a backslash before it. */
function valuesOf(text: string): string[] {
  const parts = text.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return parts.map((part) => part.replaceAll(/\\(.)/gs, '$1'));
}

function toFilter(text: string): Filter {
  const [, dimension = '', op = '', values = ''] = /^([^:]*):([^:]*):?(.*)$/s.exec(text) ?? [];
  if (dimension === '' || op === '') {
    refuse('A "where" is not understood.', 'Write it as dimension:operator:value,value.');
  }
  return { dimension, op: op as Filter['op'], values: valuesOf(values) };
}

function toOrder(text: string): Order {
  return text.startsWith('-') ? { column: text.slice(1), desc: true } : { column: text };
}

function wholeNumber(parameters: URLSearchParams, key: string): Record<string, number> {
  const text = parameters.get(key);
  if (text === null) return {};
  if (!/^\d{1,9}$/.test(text)) refuse(`"${key}" is not a whole number.`);
  return { [key]: Number(text) };
}

function formatOf(parameters: URLSearchParams): Format {
  const asked = parameters.get('format') ?? 'json';
  const format = formats.find((name) => name === asked);
  return format ?? refuse('There is no such format.', `Formats: ${formats.join(', ')}.`);
}

/**
 * The request that an address asks for, e.g. `metric=a&metric=b&by=study&where=country:in:DE,FR&
 * order=-a&limit=10&format=csv` or `list=dim_site&columns=site_id,site_name`.
 *
 * @throws ServerError SERVER_PARAMETER_INVALID, QueryError QUERY_INVALID_REQUEST.
 */
export function parseParameters(parameters: URLSearchParams): {
  request: QueryRequest;
  format: Format;
} {
  for (const key of parameters.keys()) {
    if (!known.has(key)) {
      refuse('A parameter is not known.', `Parameters: ${[...known].join(', ')}.`);
    }
  }
  const list = parameters.get('list');
  const asOf = parameters.get('as_of');
  const compare = names(parameters, 'compare');
  const columns = names(parameters, 'columns');
  const common = {
    where: parameters.getAll('where').map(toFilter),
    order: names(parameters, 'order').map(toOrder),
    ...wholeNumber(parameters, 'limit'),
    ...wholeNumber(parameters, 'offset'),
  };
  const request =
    list === null
      ? {
          metrics: names(parameters, 'metric', 'metrics'),
          by: names(parameters, 'by'),
          ...(asOf === null ? {} : { asOf }),
          ...(compare.length === 0 ? {} : { compare }),
          ...common,
        }
      : { list, ...(columns.length === 0 ? {} : { columns }), ...common };
  return { request: checkRequest(request), format: formatOf(parameters) };
}
