import { order } from './values/order.ts';
import type { Value } from './values/value.ts';

/** Python's `sorted`: stable, also when reversed. */
export function sorted(items: readonly Value[], reverse = false): Value[] {
  return sortedBy(items, (item) => item, reverse);
}

/** Sorts by a key computed once per item. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => Value, reverse = false): T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  const direction = reverse ? -1 : 1;
  return keyed.sort((a, b) => direction * order(a.key, b.key)).map(({ item }) => item);
}
