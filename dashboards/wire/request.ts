import type { Filter, Order, QueryRequest } from './types.ts';

function filterText({ dimension, op, values }: Filter): string {
  const written = values.map((value) => value.replaceAll(/[\\,]/g, '\\$&'));
  return [dimension, op, written.join(',')].join(':');
}

function orderText({ column, desc }: Order): string {
  return desc === true ? `-${column}` : column;
}

/** Address of the same result on its own, as a file or for a machine. */
export function queryAddress(request: QueryRequest, format: 'csv' | 'json' | 'arrow'): string {
  const query = new URLSearchParams();
  if ('list' in request) {
    query.set('list', request.list);
    for (const column of request.columns) query.append('columns', column);
  } else {
    for (const metric of request.metrics) query.append('metric', metric);
    for (const dimension of request.by ?? []) query.append('by', dimension);
    if (request.asOf !== undefined) query.set('as_of', request.asOf);
  }
  for (const filter of request.where ?? []) query.append('where', filterText(filter));
  for (const order of request.order ?? []) query.append('order', orderText(order));
  query.set('format', format);
  return `/api/query?${query}`;
}
