import { PythonError } from '../errors.ts';
import type { Pending } from '../pending.ts';
import { intOf, readArguments } from '../signature.ts';
import { sorted } from '../sorting.ts';
import { equals } from '../values/equality.ts';
import { iterate } from '../values/iterate.ts';
import { PyList } from '../values/list.ts';
import { repr } from '../values/text.ts';
import type { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { type Method, methods } from './method.ts';

const count: Method<PyList | PyTuple> = (self, call) => {
  const [item] = readArguments(call, 'count', ['value'], 1);
  return self.items.filter((candidate) => equals(candidate, item as Value)).length;
};

const index: Method<PyList | PyTuple> = (self, call) => {
  const [item, start] = readArguments(call, 'index', ['value', 'start', 'stop'], 1);
  const found = position(self.items, item as Value, intOf(start, 0));
  if (found !== -1) return found;
  throw new PythonError('ValueError', `${repr(item as Value)} is not in list`);
};

export const tupleMethods = methods<PyTuple>({ count, index });

export const listMethods = methods<PyList>({
  count,
  index,
  append: (self, call) => {
    const [item] = readArguments(call, 'append', ['object'], 1);
    self.items.push(item as Value);
    return null;
  },
  extend: (self, call) => {
    const [items] = readArguments(call, 'extend', ['iterable'], 1);
    for (const item of [...iterate(items as Value)]) self.items.push(item);
    return null;
  },
  insert: (self, call) => {
    const [at, item] = readArguments(call, 'insert', ['index', 'object'], 2);
    self.items.splice(intOf(at), 0, item as Value);
    return null;
  },
  pop: (self, call) => {
    const at = intOf(readArguments(call, 'pop', ['index'])[0], -1);
    if (self.items.length === 0) throw new PythonError('IndexError', 'pop from empty list');
    const place = at < 0 ? self.items.length + at : at;
    const [item] = place < 0 ? [] : self.items.splice(place, 1);
    if (item === undefined) throw new PythonError('IndexError', 'pop index out of range');
    return item;
  },
  remove: (self, call) => {
    const [item] = readArguments(call, 'remove', ['value'], 1);
    const found = position(self.items, item as Value, 0);
    if (found === -1) throw new PythonError('ValueError', 'list.remove(x): x not in list');
    self.items.splice(found, 1);
    return null;
  },
  clear: (self) => {
    self.items.length = 0;
    return null;
  },
  copy: (self) => new PyList([...self.items]),
  reverse: (self) => {
    self.items.reverse();
    return null;
  },
  sort: (self, call): Pending<Value> => {
    const [, reverse] = readArguments(call, 'sort', ['key', 'reverse']);
    self.items.splice(0, self.items.length, ...sorted(self.items, reverse === true));
    return null;
  },
});

function position(items: readonly Value[], wanted: Value, start: number): number {
  const from = start < 0 ? Math.max(items.length + start, 0) : start;
  return items.findIndex((item, at) => at >= from && equals(item, wanted));
}
