import { nameKey, type Profile } from '../profile.ts';

/** Names that profiles read a canonical column from, by `feed.column`. */
export type Aliases = ReadonlyMap<string, ReadonlySet<string>>;

const sourcesOf = (source: unknown): readonly string[] => {
  if (typeof source === 'string') return [source];
  if (typeof source !== 'object' || source === null || !('from' in source)) return [];
  const { from } = source;
  if (typeof from === 'string') return [from];
  return Array.isArray(from) ? from.filter((one) => typeof one === 'string') : [];
};

/** What the known profiles already say about names: the experience that a proposal starts from. */
export const aliasesOf = (profiles: readonly Profile[]): Aliases => {
  const all = new Map<string, Set<string>>();
  for (const { files } of profiles) {
    for (const feed of files.flatMap((file) => file.feeds)) {
      for (const [column, source] of Object.entries(feed.columns ?? {})) {
        const key = `${feed.feed}.${column}`;
        const names = all.get(key) ?? new Set<string>();
        for (const name of sourcesOf(source)) names.add(nameKey(name));
        all.set(key, names);
      }
    }
  }
  return all;
};
