/** A value that is here now or promised: templates without waiting host calls never leave the tick. */
export type Pending<T> = T | Promise<T>;

export function isPromise<T>(value: Pending<T>): value is Promise<T> {
  return value instanceof Promise;
}

export function chain<T, R>(value: Pending<T>, next: (value: T) => Pending<R>): Pending<R> {
  return isPromise(value) ? value.then(next) : next(value);
}

/** Maps in order, one at a time: a later item starts only after an earlier promise has settled. */
export function mapInOrder<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => Pending<R>,
): Pending<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index++) {
    const result = map(items[index] as T, index);
    if (isPromise(result)) return mapRest(result, results, items, map);
    results.push(result);
  }
  return results;
}

async function mapRest<T, R>(
  waiting: Promise<R>,
  results: R[],
  items: readonly T[],
  map: (item: T, index: number) => Pending<R>,
): Promise<R[]> {
  results.push(await waiting);
  for (let index = results.length; index < items.length; index++) {
    const pending = map(items[index] as T, index);
    results.push(isPromise(pending) ? await pending : pending);
  }
  return results;
}

/** Runs `step` for 0..count-1 in order until one gives something, which is the answer. */
export function firstInOrder<S>(
  count: number,
  step: (index: number) => Pending<S | undefined>,
): Pending<S | undefined> {
  for (let index = 0; index < count; index++) {
    const result = step(index);
    if (isPromise(result)) return resume(result, index + 1, count, step);
    if (result !== undefined) return result;
  }
  return undefined;
}

async function resume<S>(
  waiting: Promise<S | undefined>,
  from: number,
  count: number,
  step: (index: number) => Pending<S | undefined>,
): Promise<S | undefined> {
  const first = await waiting;
  if (first !== undefined) return first;
  for (let index = from; index < count; index++) {
    const pending = step(index);
    const result = isPromise(pending) ? await pending : pending;
    if (result !== undefined) return result;
  }
  return undefined;
}
