function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...left].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...right].entries()) {
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    previous = next;
  }
  return previous[right.length] ?? 0;
}

function closeness(wanted: string, candidate: string): number {
  const shared = wanted.split('_').filter((word) => candidate.split('_').includes(word)).length;
  const contained = candidate.includes(wanted) || wanted.includes(candidate) ? 2 : 0;
  return distance(wanted, candidate) - 2 * shared - 2 * contained;
}

/** The candidates that a person most likely meant, best first (edit distance and shared words). */
export function nearest(wanted: string, candidates: Iterable<string>, count = 5): string[] {
  const name = wanted.toLowerCase().slice(0, 100);
  return [...candidates]
    .map((candidate) => ({ candidate, score: closeness(name, candidate.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
