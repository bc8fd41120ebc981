import { RunnerError } from '../errors.ts';

/** One criterion of a selection: a method and value, with what to add of the graph. */
export interface Criterion {
  readonly method: string;
  /** The rest of a dotted method: `config.meta.owner` gives `['meta', 'owner']`. */
  readonly arguments: readonly string[];
  readonly value: string;
  /** Steps up and down to add; 0 adds none. */
  readonly parents: number;
  readonly children: number;
  /** `@`: everything needed to build all children. */
  readonly childrensParents: boolean;
  readonly text: string;
}

/** A selection: any of the intersections. */
export type Selection = readonly (readonly Criterion[])[];

const shape =
  /^(?<at>@)?(?<up>(?<upDepth>\d*)\+)?(?:(?<method>[a-z_]+(?:\.[\w-]+)*):)?(?<value>.*?)(?<down>\+(?<downDepth>\d*))?$/;

/**
 * Reads dbt's selection syntax: spaces unite, commas intersect, `+` and `n+` reach up or down, `@`
 * adds what the children need. Each element may itself hold several criteria.
 */
export function parseSelection(texts: readonly string[]): Selection {
  return texts
    .flatMap((text) => text.split(/\s+/))
    .filter((text) => text !== '')
    .map((union) => union.split(',').map(parseCriterion));
}

function parseCriterion(text: string): Criterion {
  const groups = shape.exec(text)?.groups;
  if (groups === undefined || groups.value === '') throw invalid(text);
  if (groups.at !== undefined && groups.up !== undefined) throw invalid(text);
  const [method = 'default', ...rest] = (groups.method ?? 'default').split('.');
  return {
    method,
    arguments: rest,
    value: groups.value ?? '',
    parents: depthOf(groups.up, groups.upDepth),
    children: depthOf(groups.down, groups.downDepth),
    childrensParents: groups.at !== undefined,
    text,
  };
}

function depthOf(given: string | undefined, depth: string | undefined): number {
  if (given === undefined) return 0;
  return depth === undefined || depth === '' ? Number.POSITIVE_INFINITY : Number(depth);
}

function invalid(text: string): RunnerError {
  return new RunnerError(
    'selection_invalid',
    `The selector '${text}' cannot be understood. Use a name, a path, or method:value, with +, n+ or @ around it.`,
  );
}
