import { PythonError } from '../errors.ts';
import { chain, mapInOrder, type Pending } from '../pending.ts';
import { readArguments } from '../signature.ts';
import { sortedBy } from '../sorting.ts';
import { PyDict } from '../values/dict.ts';
import { equals } from '../values/equality.ts';
import { iterate } from '../values/iterate.ts';
import { PyIterator } from '../values/iterator.ts';
import { PyList } from '../values/list.ts';
import { PySet } from '../values/set.ts';
import { truthy } from '../values/truth.ts';
import { PyTuple } from '../values/tuple.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined, type UndefinedMode } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { attributeReader, caseFolded } from './attribute.ts';
import { type Filter, filterTable } from './filter.ts';

export const orderFilters = filterTable({
  sort: (value, call, { mode }) => {
    const [reverse, caseSensitive, attribute] = readArguments(call, 'sort', [
      'reverse',
      'case_sensitive',
      'attribute',
    ]);
    const keyed = withKeys(value, attribute, mode, isTrue(caseSensitive));
    return chain(keyed, (pairs) => {
      const ordered = sortedBy(pairs, ({ key }) => key, isTrue(reverse));
      return new PyList(ordered.map(({ item }) => item));
    });
  },
  unique: (value, call, { mode }) => {
    const [caseSensitive, attribute] = readArguments(call, 'unique', [
      'case_sensitive',
      'attribute',
    ]);
    const keyed = withKeys(value, attribute, mode, isTrue(caseSensitive));
    return chain(keyed, (pairs) => {
      const seen = new PySet();
      const fresh = pairs.filter(({ key }) => {
        const known = seen.has(key);
        seen.add(key);
        return !known;
      });
      return new PyIterator(fresh.map(({ item }) => item));
    });
  },
  min: extreme('min', false),
  max: extreme('max', true),
  dictsort: (value, call) => {
    const [caseSensitive, by, reverse] = readArguments(call, 'dictsort', [
      'case_sensitive',
      'by',
      'reverse',
    ]);
    if (by !== undefined && by !== 'key' && by !== 'value') {
      throw new PythonError('ValueError', 'You can only sort by either "key" or "value"');
    }
    if (!(value instanceof PyDict)) {
      throw new PythonError('TypeError', `dictsort needs a mapping, not ${typeName(value)}`);
    }
    const key = ([name, content]: [Value, Value]) =>
      caseFolded(by === 'value' ? content : name, isTrue(caseSensitive));
    const entries = sortedBy(value.entries(), key, isTrue(reverse));
    return new PyList(entries.map((entry) => new PyTuple(entry)));
  },
  groupby: (value, call, { mode }) => {
    const [attribute, fallback, caseSensitive] = readArguments(
      call,
      'groupby',
      ['attribute', 'default', 'case_sensitive'],
      1,
    );
    const read = attributeReader(attribute as Value, mode, fallback);
    return chain(
      mapInOrder(iterate(value), (item) => chain(read(item), (group) => ({ group, item }))),
      (pairs) => new PyList(groups(pairs, isTrue(caseSensitive))),
    );
  },
});

interface Keyed {
  readonly item: Value;
  readonly key: Value;
}

/** Each item with what it is compared by; `attribute` may name several, separated by commas. */
function withKeys(
  value: Value,
  attribute: Value | undefined,
  mode: UndefinedMode,
  caseSensitive: boolean,
): Pending<Keyed[]> {
  const named = attribute !== undefined && attribute !== null;
  const paths = typeof attribute === 'string' ? attribute.split(',') : named ? [attribute] : [];
  const readers = paths.map((path) => attributeReader(path, mode));
  return mapInOrder(iterate(value), (item) => {
    if (readers.length === 0) return { item, key: caseFolded(item, caseSensitive) };
    return chain(
      mapInOrder(readers, (read) => read(item)),
      (parts) => {
        const folded = parts.map((part) => caseFolded(part, caseSensitive));
        return { item, key: folded.length === 1 ? (folded[0] as Value) : new PyList(folded) };
      },
    );
  });
}

function extreme(name: string, largest: boolean): Filter {
  return (value, call, { mode }) => {
    const [caseSensitive, attribute] = readArguments(call, name, ['case_sensitive', 'attribute']);
    return chain(withKeys(value, attribute, mode, isTrue(caseSensitive)), (pairs) => {
      const [first] = sortedBy(pairs, ({ key }) => key, largest);
      return first?.item === undefined
        ? new Undefined(mode, 'No aggregated item, sequence was empty.')
        : first.item;
    });
  };
}

function groups(
  pairs: readonly { group: Value; item: Value }[],
  caseSensitive: boolean,
): PyTuple[] {
  const ordered = sortedBy(pairs, ({ group }) => caseFolded(group, caseSensitive));
  const result: { group: Value; items: Value[] }[] = [];
  for (const { group, item } of ordered) {
    const open = result.at(-1);
    const same =
      open && equals(caseFolded(open.group, caseSensitive), caseFolded(group, caseSensitive));
    if (open && same) open.items.push(item);
    else result.push({ group, items: [item] });
  }
  return result.map(
    ({ group, items }) => new PyTuple([group, new PyList(items)], ['grouper', 'list']),
  );
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truthy(value);
}
