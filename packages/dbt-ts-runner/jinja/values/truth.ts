import { PyDict } from './dict.ts';
import { PyFloat } from './float.ts';
import { HostObject } from './host.ts';
import { PyList } from './list.ts';
import { Marker } from './marker.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** Python's `bool()`. */
export function truthy(value: Value): boolean {
  if (value === null || typeof value !== 'object') return Boolean(value);
  if (value instanceof PyList || value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyDict || value instanceof PySet) return value.size > 0;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof PyView) return value.items().length > 0;
  if (value instanceof Marker) return value.text !== '';
  if (value instanceof HostObject) return hostTruth(value);
  return !(value instanceof Undefined);
}

function hostTruth({ spec }: HostObject): boolean {
  if (spec.truthy) return spec.truthy();
  return spec.length ? spec.length() > 0 : true;
}
