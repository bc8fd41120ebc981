/** Runs at most `width` pieces of work at once; the first failure is thrown by the next `add` or by `drain`. */
export interface Lanes {
  readonly width: number;
  /** Begins work as soon as there is room; resolves when it has begun. */
  add(work: () => Promise<void>): Promise<void>;
  /** Resolves when there is room. */
  room(): Promise<void>;
  /** Resolves when all work is done. */
  drain(): Promise<void>;
  /** As `drain`, but a failure is nobody's concern any more. */
  settle(): Promise<void>;
}

export const openLanes = (width: number): Lanes => {
  const running = new Set<Promise<void>>();
  let failure: { readonly cause: unknown } | undefined;
  const check = (): void => {
    if (failure) throw failure.cause;
  };
  const room = async (): Promise<void> => {
    while (running.size >= width) await Promise.race(running);
    check();
  };
  return {
    width,
    add: async (work) => {
      await room();
      const done = work()
        .catch((cause: unknown) => {
          failure ??= { cause };
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    room,
    drain: async () => {
      await Promise.all(running);
      check();
    },
    settle: async () => {
      await Promise.all(running);
    },
  };
};

/** Small files at work at once: most of their time they wait for the file system. */
const SMALL_FILES = 8;

/** Does work for each of some small files, several at once; the results stand in the order of the files. */
export const forEachSmall = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const lanes = openLanes(SMALL_FILES);
  try {
    for (const [at, item] of items.entries())
      await lanes.add(async () => {
        results[at] = await work(item, at);
      });
    await lanes.drain();
  } finally {
    await lanes.settle();
  }
  return results;
};
