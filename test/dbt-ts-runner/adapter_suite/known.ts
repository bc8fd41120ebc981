import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Database } from './databases.ts';
import { type FunctionResult, isPassed } from './run_suite.ts';

/** Why functions of the suite do not pass; `*` ends a prefix. */
export interface Reason {
  readonly reason: string;
  /** The database it holds for; without it, each. */
  readonly on?: Database['name'];
  readonly functions: readonly string[];
}

/** How a run differs from what failures.yml says. */
export interface Surprises {
  /** Functions that fail without a reason. */
  readonly unexplained: readonly FunctionResult[];
  /** Patterns under which nothing fails any more. */
  readonly stale: readonly string[];
}

/** failures.yml. */
export function knownReasons(): Reason[] {
  return parse(readFileSync(join(import.meta.dirname, 'failures.yml'), 'utf8'));
}

/** Holds a run of the whole suite against the known reasons. */
export function surprisesIn(
  results: readonly FunctionResult[],
  reasons: readonly Reason[],
): Surprises {
  const failed = results.filter((result) => !isPassed(result));
  const databases = new Set(results.map(({ database }) => database));
  return {
    unexplained: failed.filter((result) => !reasons.some((reason) => explains(reason, result))),
    stale: reasons
      .filter(({ on }) => on === undefined || databases.has(on))
      .flatMap((reason) =>
        reason.functions.filter(
          (pattern) => !failed.some((one) => explains({ ...reason, functions: [pattern] }, one)),
        ),
      ),
  };
}

/** True when the reason is about this function on its database. */
export function explains({ on, functions }: Reason, { database, name }: FunctionResult): boolean {
  if (on !== undefined && on !== database) return false;
  return functions.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
