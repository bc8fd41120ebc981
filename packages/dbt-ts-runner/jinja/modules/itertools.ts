import { PythonError } from '../errors.ts';
import { binary } from '../operators.ts';
import { intOf } from '../signature.ts';
import { type HostObject, hostFunction, hostObject } from '../values/host.ts';
import { iterate } from '../values/iterate.ts';
import { PyIterator } from '../values/iterator.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';

/** Beyond this many results a finite function is refused, and an endless one ends. */
const most = 1_000_000;

/** `modules.itertools`, the finite functions of it. */
export function itertoolsModule(): HostObject {
  const functions: Record<
    string,
    (args: readonly Value[], kwargs: ReadonlyMap<string, Value>) => readonly Value[]
  > = {
    product: (args, kwargs) => {
      const pools = Array.from({ length: intOf(kwargs.get('repeat'), 1) }, () =>
        args.map(iterate),
      ).flat();
      return product(pools).map((items) => new PyTuple(items));
    },
    chain: (args) => args.flatMap(iterate),
    combinations: ([items, size]) => tuples(combinations(listOf(items), intOf(size))),
    permutations: ([items, size]) => {
      const pool = listOf(items);
      return tuples(permutations(pool, intOf(size, pool.length)));
    },
    accumulate: ([items]) => {
      let sum: Value | undefined;
      return listOf(items).map((item) => {
        sum = sum === undefined ? item : binary('+', sum, item);
        return sum;
      });
    },
    islice: ([items, ...bounds]) => {
      const [start, stop, step] = bounds.length === 1 ? [null, bounds[0], null] : bounds;
      const end = stop === undefined || stop === null ? undefined : intOf(stop);
      const every = intOf(step, 1);
      return listOf(items)
        .slice(intOf(start, 0), end)
        .filter((_, index) => index % every === 0);
    },
    repeat: ([item, times]) => Array.from({ length: intOf(times) }, () => item as Value),
    zip_longest: (args, kwargs) => {
      const lists = args.map(iterate);
      const length = Math.max(0, ...lists.map((list) => list.length));
      const fill = kwargs.get('fillvalue') ?? null;
      return Array.from({ length }, (_, index) => {
        return new PyTuple(
          lists.map((list) => (index < list.length ? (list[index] as Value) : fill)),
        );
      });
    },
  };
  const attributes = Object.entries(functions).map(([name, run]) => [
    name,
    hostFunction(name, ({ args, kwargs }) => new PyIterator(run(args, kwargs))),
  ]);
  return hostObject({ type: 'module', attributes: Object.fromEntries(attributes) });
}

function listOf(items: Value | undefined): readonly Value[] {
  return iterate(items === undefined ? null : items);
}

function tuples(lists: readonly (readonly Value[])[]): PyTuple[] {
  return lists.map((items) => new PyTuple(items));
}

function product(pools: readonly (readonly Value[])[]): (readonly Value[])[] {
  const size = pools.reduce((count, pool) => count * pool.length, 1);
  if (size > most)
    throw new PythonError('OverflowError', `a product may have ${most} items at most`);
  return pools.reduce<(readonly Value[])[]>(
    (heads, pool) => heads.flatMap((head) => pool.map((item) => [...head, item])),
    [[]],
  );
}

function combinations(pool: readonly Value[], size: number): (readonly Value[])[] {
  if (size === 0) return [[]];
  return pool.flatMap((item, index) =>
    combinations(pool.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

function permutations(pool: readonly Value[], size: number): (readonly Value[])[] {
  if (size === 0) return [[]];
  return pool.flatMap((item, index) =>
    permutations(pool.toSpliced(index, 1), size - 1).map((rest) => [item, ...rest]),
  );
}
