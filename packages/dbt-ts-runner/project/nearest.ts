/** Up to three of the candidates that are spelt most like the name, for "did you mean". */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter((entry) => entry.distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map((entry) => entry.candidate);
}

/** ` Did you mean a, b?`, or nothing when no candidate is near. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near.length === 0 ? '' : ` Did you mean ${near.map((entry) => `'${entry}'`).join(', ')}?`;
}

/** The known key that a stranger is most likely meant to be; short ones must differ in one letter. */
export function misspelt(key: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(key)) return undefined;
  const [near] = nearest(key, known);
  if (near === undefined) return undefined;
  return distance(key, near) <= (Math.min(key.length, near.length) < 6 ? 1 : 2) ? near : undefined;
}

/** The known key that differs in one letter or two swapped ones; short words also do by their sense. */
export function oneSlipFrom(key: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(key)) return undefined;
  return [...known].find(
    (candidate) =>
      (key.length > 4 || key.length !== candidate.length) && distance(key, candidate) === 1,
  );
}

/** How many letters are wrong, missing, too many or swapped with their neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + same,
          isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
