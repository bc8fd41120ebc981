import {
  type HostObject,
  hostFunction,
  hostObject,
  PyList,
  toValue,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf } from './arguments.ts';
import type { NameLookup } from './macro_scope.ts';

/** Names for templates; a function makes its value when the name is first met. */
export type Names = Readonly<Record<string, Value | (() => Value)>>;

/** Looks a name up in the layers, the first one first; made values are kept. */
export function layered(...layers: Names[]): NameLookup {
  const made = new Map<string, Value>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const entry = entryIn(layers, name);
    if (entry === undefined) return undefined;
    const value = typeof entry === 'function' ? entry() : entry;
    made.set(name, value);
    return value;
  };
}

function entryIn(layers: readonly Names[], name: string): Names[string] | undefined {
  for (const layer of layers) if (Object.hasOwn(layer, name)) return layer[name];
  return undefined;
}

/**
 * An object whose named values are read by attribute, by `[key]` and by `.get(key)`; `methods` are
 * no values of it.
 */
export function recordObject(
  type: string,
  record: Readonly<Record<string, unknown>>,
  methods: Readonly<Record<string, Value>> = {},
): HostObject {
  const values = new Map(Object.entries(record).map(([key, value]) => [key, toValue(value)]));
  const at = (key: Value) => (typeof key === 'string' ? values.get(key) : undefined);
  return hostObject({
    type,
    mapping: true,
    attribute: (name) => values.get(name),
    items: at,
    contains: (item) => at(item) !== undefined,
    iterate: () => [...values.keys()],
    length: () => values.size,
    attributes: {
      ...methods,
      get: hostFunction('get', (call) => {
        const [key, standard] = argumentsOf(call, 'get', ['key', 'default'], 1);
        return at(key ?? null) ?? standard ?? null;
      }),
      keys: hostFunction('keys', () => new PyList([...values.keys()])),
      values: hostFunction('values', () => new PyList([...values.values()])),
      items: hostFunction('items', () => toValue([...values].map(([key, value]) => [key, value]))),
    },
    text: () => `<${type}>`,
    native: record,
  });
}
