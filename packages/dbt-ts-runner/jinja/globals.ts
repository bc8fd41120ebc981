import { PythonError, ReturnSignal } from './errors.ts';
import { fromJson, jsonText } from './json-text.ts';
import { readArguments, textOf } from './signature.ts';
import { type HostFunction, hostFunction } from './values/host.ts';
import { iterate } from './values/iterate.ts';
import { PyIterator } from './values/iterator.ts';
import { PySet } from './values/set.ts';
import { truthy } from './values/truth.ts';
import { PyTuple } from './values/tuple.ts';
import type { Value } from './values/value.ts';

const functions: readonly HostFunction[] = [
  hostFunction('return', (call) => {
    const [value] = readArguments(call, 'return', ['data']);
    throw new ReturnSignal(value === undefined ? null : value);
  }),
  hostFunction('zip', ({ args }) => new PyIterator(zip(args))),
  hostFunction('zip_strict', ({ args }) => new PyIterator(zip(args))),
  hostFunction('set', (call) => quietly(call.args[0], call.args[1], toSet)),
  hostFunction('set_strict', ({ args: [items] }) => toSet(items ?? null)),
  hostFunction('tojson', (call) => {
    const [value, fallback, sortKeys] = readArguments(
      call,
      'tojson',
      ['value', 'default', 'sort_keys'],
      1,
    );
    const sorted = sortKeys !== undefined && truthy(sortKeys);
    return quietly(value, fallback, (given) => jsonText(given, { sortKeys: sorted }));
  }),
  hostFunction('fromjson', (call) => {
    const [text, fallback] = readArguments(call, 'fromjson', ['string', 'default'], 1);
    return quietly(text, fallback, (given) => fromJson(textOf(given)));
  }),
];

/**
 * Functions of every dbt context that need nothing but their arguments: `return`, `zip`, `set` (and
 * their strict forms), `tojson`, `fromjson`. Give them to an `Environment` as globals.
 */
export const dbtGlobals: Readonly<Record<string, Value>> = Object.fromEntries(
  functions.map((fn) => [fn.name, fn]),
);

/** dbt's lenient functions answer with their `default` (None) instead of an error. */
function quietly(
  value: Value | undefined,
  fallback: Value | undefined,
  compute: (value: Value) => Value,
): Value {
  try {
    return compute(value === undefined ? null : value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return fallback === undefined ? null : fallback;
  }
}

function toSet(value: Value): PySet {
  return new PySet(iterate(value));
}

function zip(args: readonly Value[]): PyTuple[] {
  const lists = args.map(iterate);
  const shortest = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
  return Array.from(
    { length: shortest },
    (_, index) => new PyTuple(lists.map((list) => list[index] as Value)),
  );
}
