import { PythonError } from '../errors.ts';
import { readArguments } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { PyDict } from '../values/dict.ts';
import { iterate } from '../values/iterate.ts';
import { repr } from '../values/text.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { PyView } from '../values/view.ts';
import { methods } from './method.ts';

export const dictMethods = methods<PyDict>({
  get: (self, call) => {
    const [key, fallback] = readArguments(call, 'get', ['key', 'default'], 1);
    const value = self.get(key as Value);
    return value === undefined ? (fallback ?? null) : value;
  },
  keys: (self) => new PyView('dict_keys', () => self.keys()),
  values: (self) => new PyView('dict_values', () => self.values()),
  items: (self) =>
    new PyView('dict_items', () => self.entries().map((entry) => new PyTuple(entry))),
  update: (self, call) => {
    for (const [key, value] of entriesOf(call, 'update')) self.set(key, value);
    return null;
  },
  setdefault: (self, call) => {
    const [key, fallback] = readArguments(call, 'setdefault', ['key', 'default'], 1);
    const known = self.get(key as Value);
    if (known !== undefined) return known;
    self.set(key as Value, fallback ?? null);
    return fallback ?? null;
  },
  pop: (self, call) => {
    const [key, fallback] = readArguments(call, 'pop', ['key', 'default'], 1);
    const value = self.get(key as Value);
    if (value === undefined && fallback === undefined) {
      throw new PythonError('KeyError', repr(key as Value));
    }
    self.delete(key as Value);
    return value === undefined ? (fallback ?? null) : value;
  },
  popitem: (self) => {
    const last = self.entries().at(-1);
    if (last === undefined) throw new PythonError('KeyError', "'popitem(): dictionary is empty'");
    self.delete(last[0]);
    return new PyTuple(last);
  },
  clear: (self) => {
    self.clear();
    return null;
  },
  copy: (self) => new PyDict(self.entries()),
});

/** What `dict(...)` and `update(...)` take: a mapping or pairs, and names. */
export function entriesOf(call: Pick<Call, 'args' | 'kwargs'>, callee: string): [Value, Value][] {
  if (call.args.length > 1) {
    const message = `${callee} expected at most 1 argument, got ${call.args.length}`;
    throw new PythonError('TypeError', message);
  }
  const [given] = call.args;
  const entries = given === undefined ? [] : pairs(given);
  return [...entries, ...call.kwargs];
}

function pairs(given: Value): [Value, Value][] {
  if (given instanceof PyDict) return given.entries();
  return iterate(given).map((pair, index) => {
    const [key, value, ...rest] = iterate(pair);
    if (key === undefined || value === undefined || rest.length > 0) {
      const message = `dictionary update sequence element #${index} is not a pair`;
      throw new PythonError('ValueError', message);
    }
    return [key, value];
  });
}
