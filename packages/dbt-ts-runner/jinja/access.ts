import { PythonError } from './errors.ts';
import { dictMethods } from './methods/dict.ts';
import { listMethods, tupleMethods } from './methods/list.ts';
import type { Methods } from './methods/method.ts';
import { numberMethods } from './methods/number.ts';
import { setMethods } from './methods/set.ts';
import { caseMethods } from './methods/string-case.ts';
import { formatMethods } from './methods/string-format.ts';
import { padMethods } from './methods/string-pad.ts';
import { searchMethods } from './methods/string-search.ts';
import { splitMethods } from './methods/string-split.ts';
import { chain, isPromise, type Pending } from './pending.ts';
import type { Call } from './values/call.ts';
import { PyDict } from './values/dict.ts';
import { PyFloat } from './values/float.ts';
import { HostFunction, HostObject } from './values/host.ts';
import { PyList } from './values/list.ts';
import { Macro } from './values/macro.ts';
import { Namespace } from './values/namespace.ts';
import { numeric } from './values/numeric.ts';
import { points } from './values/points.ts';
import { PyRange } from './values/range.ts';
import { PySet } from './values/set.ts';
import { repr } from './values/text.ts';
import { PyTuple } from './values/tuple.ts';
import { typeName } from './values/type-name.ts';
import { Undefined, type UndefinedMode } from './values/undefined.ts';
import type { Value } from './values/value.ts';

type Bound = (call: Call) => Pending<Value>;

const stringMethods: Methods<string> = new Map([
  ...caseMethods,
  ...searchMethods,
  ...splitMethods,
  ...padMethods,
  ...formatMethods({ attribute: now(getAttribute), item: now(getItem) }),
]);

/** The built-in method `value.name`, ready to call; `undefined` when the type has none. */
export function findMethod(value: Value, name: string): Bound | undefined {
  if (typeof value === 'string') return bind(stringMethods, value, name);
  if (value instanceof PyList) return bind(listMethods, value, name);
  if (value instanceof PyDict) return bind(dictMethods, value, name);
  if (value instanceof PyTuple) return bind(tupleMethods, value, name);
  if (value instanceof PySet) return bind(setMethods, value, name);
  if (value instanceof PyRange) return bind(tupleMethods, new PyTuple(value.items()), name);
  if (typeof value === 'number' || value instanceof PyFloat)
    return bind(numberMethods, value, name);
  return undefined;
}

function bind<T>(table: Methods<T>, self: T, name: string): Bound | undefined {
  const method = table.get(name);
  return method && ((call) => method(self, call));
}

/** `value.name` as Jinja reads it: an attribute, else an item, else undefined. */
export function getAttribute(value: Value, name: string, mode: UndefinedMode): Pending<Value> {
  if (value instanceof Undefined) return value.use();
  return chain(attributeOf(value, name), (attribute) => {
    if (attribute !== undefined) return attribute;
    return chain(itemOf(value, name), (item) => orMissing(item, value, name, mode));
  });
}

/** `value[key]` as Jinja reads it: an item, else an attribute, else undefined. */
export function getItem(value: Value, key: Value, mode: UndefinedMode): Pending<Value> {
  if (value instanceof Undefined) return value.use();
  return chain(itemOf(value, key), (item) => {
    if (item !== undefined) return item;
    if (typeof key !== 'string') return orMissing(undefined, value, key, mode);
    return chain(attributeOf(value, key), (found) => orMissing(found, value, key, mode));
  });
}

/** Attributes come from allow-lists alone; nothing is ever read from a JavaScript object by name. */
export function attributeOf(value: Value, name: string): Pending<Value | undefined> {
  if (value instanceof HostObject) return hostAttribute(value, name);
  if (value instanceof Namespace) return value.attributes.get(name);
  if (value instanceof Macro) return macroAttribute(value, name);
  if (value instanceof PyTuple && value.names.includes(name)) {
    return value.items[value.names.indexOf(name)];
  }
  if (value instanceof PyRange && isBound(name)) return value[name];
  const method = findMethod(value, name);
  return method && new HostFunction(name, method);
}

/** `call_macro` is the name under which dbt's macros take a call. */
function macroAttribute({ name, arguments: names, invoke }: Macro, asked: string) {
  if (asked === 'name') return name;
  if (asked === 'call_macro') return new HostFunction(asked, invoke);
  return asked === 'arguments' ? new PyTuple(names) : undefined;
}

function isBound(name: string): name is 'start' | 'stop' | 'step' {
  return name === 'start' || name === 'stop' || name === 'step';
}

function hostAttribute({ spec }: HostObject, name: string): Pending<Value | undefined> {
  if (spec.attributes && Object.hasOwn(spec.attributes, name)) {
    const attribute = spec.attributes[name];
    return typeof attribute === 'function' ? attribute() : attribute;
  }
  return spec.attribute?.(name);
}

function itemOf(value: Value, key: Value): Pending<Value | undefined> {
  if (value instanceof PyDict) return hashable(key) ? value.get(key) : undefined;
  if (value instanceof HostObject) return value.spec.items?.(key);
  const index = numeric(key);
  if (typeof index !== 'number') return undefined;
  if (typeof value === 'string') return points(value).at(index);
  if (value instanceof PyList || value instanceof PyTuple) return value.items.at(index);
  return value instanceof PyRange ? value.items().at(index) : undefined;
}

function hashable(key: Value): boolean {
  return !(key instanceof PyList || key instanceof PyDict || key instanceof PySet);
}

function orMissing(found: Value | undefined, value: Value, key: Value, mode: UndefinedMode): Value {
  if (found !== undefined) return found;
  const owner = value === null ? 'None' : `${typeName(value)} object`;
  if (typeof key === 'string') return new Undefined(mode, `'${owner}' has no attribute '${key}'`);
  return new Undefined(mode, `${owner} has no element ${repr(key)}`);
}

/** An access that must be answered at once, as inside a format field. */
function now<K extends Value>(
  access: (value: Value, key: K, mode: UndefinedMode) => Pending<Value>,
) {
  return (value: Value, key: K): Value => {
    const result = access(value, key, 'strict');
    if (!isPromise(result)) return result instanceof Undefined ? result.use() : result;
    throw new PythonError('TypeError', `a format field cannot wait for '${repr(key)}'`);
  };
}
