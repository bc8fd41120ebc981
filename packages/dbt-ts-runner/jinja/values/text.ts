import { PyDict } from './dict.ts';
import { PyFloat } from './float.ts';
import { floatText } from './float-text.ts';
import { HostFunction, HostObject } from './host.ts';
import { PyIterator } from './iterator.ts';
import { PyList } from './list.ts';
import { Macro } from './macro.ts';
import { Marker } from './marker.ts';
import { Namespace } from './namespace.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { stringRepr } from './string-repr.ts';
import type { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** Python's `str()`; undefined is empty. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return '';
  if (value instanceof Marker) return value.text;
  if (value instanceof HostObject && value.spec.text) return value.spec.text();
  return represent(value, []);
}

/** Python's `repr()`. */
export function repr(value: Value): string {
  return represent(value, []);
}

/** `around` holds the containers being printed, so that one inside itself prints as `[...]`. */
function represent(value: Value, around: readonly object[]): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return stringRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof PyRange) return rangeText(value);
  if (value instanceof PyIterator) return '<generator object>';
  if (value instanceof Macro) return `<Macro ${stringRepr(value.name)}>`;
  if (value instanceof HostFunction) return `<function ${value.name}>`;
  if (value instanceof HostObject) return hostText(value);
  if (value instanceof Marker) return stringRepr(value.text);
  if (value instanceof Undefined) return 'Undefined';
  return container(value, around);
}

type Container = PyList | PyTuple | PyDict | PySet | PyView | Namespace;

function container(value: Container, around: readonly object[]): string {
  const inside = [...around, value];
  const list = (items: readonly Value[]) => items.map((item) => represent(item, inside)).join(', ');
  const pairs = (entries: Iterable<readonly [Value, Value]>) =>
    Array.from(entries, ([key, item]) => list([key]).concat(': ', list([item]))).join(', ');
  const nested = around.includes(value);
  if (value instanceof PyList) return nested ? '[...]' : `[${list(value.items)}]`;
  if (value instanceof PyDict) return nested ? '{...}' : `{${pairs(value.entries())}}`;
  if (value instanceof PySet) return value.size === 0 ? 'set()' : `{${list(value.values())}}`;
  if (value instanceof PyView) return `${value.kind}([${list(value.items())}])`;
  if (value instanceof Namespace) {
    return nested ? '<Namespace {...}>' : `<Namespace {${pairs(value.attributes)}}>`;
  }
  return value.items.length === 1 ? `(${list(value.items)},)` : `(${list(value.items)})`;
}

function rangeText({ start, stop, step }: PyRange): string {
  return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
}

function hostText({ spec }: HostObject): string {
  return (spec.repr ?? spec.text)?.() ?? `<${spec.type}>`;
}
