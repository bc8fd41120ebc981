import { PythonError } from '../errors.ts';
import { readArguments } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { iterate } from '../values/iterate.ts';
import { PySet } from '../values/set.ts';
import { repr } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { methods } from './method.ts';

export const setMethods = methods<PySet>({
  add: (self, call) => {
    self.add(readArguments(call, 'add', ['elem'], 1)[0] as Value);
    return null;
  },
  discard: (self, call) => {
    self.delete(readArguments(call, 'discard', ['elem'], 1)[0] as Value);
    return null;
  },
  remove: (self, call) => {
    const [item] = readArguments(call, 'remove', ['elem'], 1);
    if (self.delete(item as Value)) return null;
    throw new PythonError('KeyError', repr(item as Value));
  },
  clear: (self) => {
    self.clear();
    return null;
  },
  copy: (self) => new PySet(self.values()),
  update: (self, call) => {
    for (const other of others(call)) for (const item of other.values()) self.add(item);
    return null;
  },
  union: (self, call) =>
    new PySet([...self.values(), ...others(call).flatMap((set) => set.values())]),
  intersection: (self, call) => {
    const sets = others(call);
    return new PySet(self.values().filter((item) => sets.every((set) => set.has(item))));
  },
  difference: (self, call) => {
    const sets = others(call);
    return new PySet(self.values().filter((item) => !sets.some((set) => set.has(item))));
  },
  symmetric_difference: (self, call) => {
    const [other = new PySet()] = others(call);
    return new PySet([
      ...self.values().filter((item) => !other.has(item)),
      ...other.values().filter((item) => !self.has(item)),
    ]);
  },
  issubset: (self, call) =>
    others(call).every((set) => self.values().every((item) => set.has(item))),
  issuperset: (self, call) =>
    others(call).every((set) => set.values().every((item) => self.has(item))),
  isdisjoint: (self, call) =>
    others(call).every((set) => !set.values().some((item) => self.has(item))),
});

function others(call: Call): PySet[] {
  return call.args.map((value) => (value instanceof PySet ? value : new PySet(iterate(value))));
}
