import type { Surprises } from './known.ts';

/** What to look at, one paragraph each; nothing when the run is as known. */
export function surprisesText({ unexplained, stale }: Surprises): string {
  return [
    ...unexplained.flatMap(({ database, name, cases, failures }) =>
      cases === 0
        ? [`${name} did not run on ${database}`]
        : failures.map(
            (failure) => `${name} fails on ${database} in ${failure.case}:\n${failure.detail}`,
          ),
    ),
    ...stale.map((pattern) => `failures.yml names ${pattern}, under which nothing fails`),
  ].join('\n\n');
}
