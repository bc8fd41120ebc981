import { PythonError } from '../errors.ts';
import { PyDict } from './dict.ts';
import { equals } from './equality.ts';
import { HostObject } from './host.ts';
import { tryIterate } from './iterate.ts';
import { PySet } from './set.ts';
import { typeName } from './type-name.ts';
import type { Value } from './value.ts';

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    throw new PythonError(
      'TypeError',
      `'in <string>' requires string as left operand, not ${typeName(item)}`,
    );
  }
  if (container instanceof PyDict || container instanceof PySet) return container.has(item);
  if (container instanceof HostObject && container.spec.contains) {
    return container.spec.contains(item);
  }
  const items = tryIterate(container);
  if (items !== undefined) return items.some((candidate) => equals(candidate, item));
  throw new PythonError('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}
