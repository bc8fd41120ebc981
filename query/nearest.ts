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
  const words = wanted.split('_');
  const others = candidate.split('_');
  const shared = words.filter((word) => others.includes(word)).length;
  const contained = wanted !== '' && candidate.includes(wanted) ? 0.25 : 0;
  return (
    distance(wanted, candidate) / Math.max(wanted.length, candidate.length, 1) -
    shared / Math.max(words.length, others.length) -
    contained
  );
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
