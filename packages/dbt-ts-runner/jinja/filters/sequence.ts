import { PythonError } from '../errors.ts';
import { binary } from '../operators.ts';
import { chain, mapInOrder, type Pending } from '../pending.ts';
import { intOf, readArguments } from '../signature.ts';
import { PyDict } from '../values/dict.ts';
import { iterate, length } from '../values/iterate.ts';
import { PyIterator } from '../values/iterator.ts';
import { PyList } from '../values/list.ts';
import { points } from '../values/points.ts';
import { str } from '../values/text.ts';
import { PyTuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { attributeReader } from './attribute.ts';
import { type Filter, filterTable } from './filter.ts';

const count: Filter = (value) => length(value);

export const sequenceFilters = filterTable({
  length: count,
  count,
  list: (value) => new PyList([...iterate(value)]),
  first: (value, _call, { mode }) => {
    const [first] = value instanceof PyIterator ? [value.take()] : iterate(value);
    return first === undefined ? empty(mode, 'No first item, sequence was empty.') : first;
  },
  last: (value, _call, { mode }) => {
    const last = iterate(value).at(-1);
    return last === undefined ? empty(mode, 'No last item, sequence was empty.') : last;
  },
  reverse: (value) => {
    if (typeof value === 'string') return points(value).reverse().join('');
    return new PyIterator([...iterate(value)].reverse());
  },
  join: (value, call, { mode }) => {
    const [separator, attribute] = readArguments(call, 'join', ['d', 'attribute']);
    const joined = (items: readonly Value[]) => items.map(str).join(str(separator ?? ''));
    if (attribute === undefined || attribute === null) return joined(iterate(value));
    return chain(mapInOrder(iterate(value), attributeReader(attribute, mode)), joined);
  },
  sum: (value, call, { mode }) => {
    const [attribute, start] = readArguments(call, 'sum', ['attribute', 'start']);
    const total = (items: readonly Value[]) =>
      items.reduce<Value>((sum, item) => binary('+', sum, item), start ?? 0);
    if (attribute === undefined || attribute === null) return total(iterate(value));
    return chain(mapInOrder(iterate(value), attributeReader(attribute, mode)), total);
  },
  batch: (value, call) => {
    const [size, fill] = readArguments(call, 'batch', ['linecount', 'fill_with'], 1);
    return new PyIterator(batches(iterate(value), intOf(size), fill ?? null));
  },
  slice: (value, call) => {
    const [slices, fill] = readArguments(call, 'slice', ['slices', 'fill_with'], 1);
    return new PyIterator(columns(iterate(value), intOf(slices), fill ?? null));
  },
  items: (value) => {
    if (value instanceof Undefined) return new PyIterator([]);
    if (value instanceof PyDict) {
      return new PyIterator(value.entries().map((entry) => new PyTuple(entry)));
    }
    throw new PythonError('TypeError', 'Can only get item pairs from a mapping.');
  },
});

function empty(mode: Undefined['mode'], hint: string): Pending<Value> {
  return new Undefined(mode, hint);
}

function batches(items: readonly Value[], size: number, fill: Value): PyList[] {
  if (size < 1) throw new PythonError('ValueError', 'batch needs a size of 1 or more');
  const result: PyList[] = [];
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size);
    while (fill !== null && batch.length < size) batch.push(fill);
    result.push(new PyList(batch));
  }
  return result;
}

function columns(items: readonly Value[], slices: number, fill: Value): PyList[] {
  if (slices < 1) throw new PythonError('ValueError', 'slice needs 1 slice or more');
  const size = Math.floor(items.length / slices);
  const longer = items.length % slices;
  return Array.from({ length: slices }, (_, slice) => {
    const start = slice * size + Math.min(slice, longer);
    const column = items.slice(start, start + size + (slice < longer ? 1 : 0));
    if (fill !== null && slice >= longer) column.push(fill);
    return new PyList(column);
  });
}
