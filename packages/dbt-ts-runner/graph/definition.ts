import { RunnerError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listOf, textOf } from '../project/yaml.ts';
import type { IndirectSelection } from './select.ts';
import { type Criterion, parseSelection, type Selection } from './selector.ts';

/** What a definition of selectors.yml asks for, whichever of its forms it is written in. */
export type Definition =
  | { readonly kind: 'selection'; readonly selection: Selection }
  | {
      readonly kind: 'criterion';
      readonly criterion: Criterion;
      readonly indirect: IndirectSelection | undefined;
      readonly excluded: readonly Definition[];
    }
  | {
      readonly kind: 'union' | 'intersection';
      readonly parts: readonly Definition[];
      readonly excluded: readonly Definition[];
    };

/** Reads a definition: text as on the command line, a method and value, or a union of such. */
export function definitionOf(value: Json, selector: string): Definition {
  if (typeof value === 'string') return { kind: 'selection', selection: parseSelection([value]) };
  if (!isObject(value)) throw invalid(selector, JSON.stringify(value));
  for (const kind of ['union', 'intersection'] as const) {
    if (value[kind] !== undefined) return compound(kind, listOf(value[kind]), selector);
  }
  if (value.method !== undefined) return single(value, selector);
  const [pair, ...others] = Object.entries(value);
  if (pair === undefined || others.length > 0) throw invalid(selector, JSON.stringify(value));
  return single({ method: pair[0], value: pair[1] }, selector);
}

function compound(
  kind: 'union' | 'intersection',
  entries: readonly Json[],
  selector: string,
): Definition {
  const isExclude = (entry: Json) => isObject(entry) && Object.keys(entry).join() === 'exclude';
  return {
    kind,
    parts: entries.filter((entry) => !isExclude(entry)).map((part) => definitionOf(part, selector)),
    excluded: entries.filter(isExclude).flatMap((entry) => excludedIn(entry, selector)),
  };
}

function excludedIn(entry: Json, selector: string): Definition[] {
  const { exclude } = isObject(entry) ? entry : {};
  return listOf(exclude).map((part) => definitionOf(part, selector));
}

function single(yaml: JsonObject, selector: string): Definition {
  const [method = '', ...rest] = (textOf(yaml.method) ?? '').split('.');
  const value = textOf(yaml.value);
  if (method === '' || value === undefined) throw invalid(selector, JSON.stringify(yaml));
  const depth = (flag: string, key: string) => {
    if (yaml[flag] !== true) return 0;
    const steps = yaml[key];
    return typeof steps === 'number' ? steps : Number.POSITIVE_INFINITY;
  };
  return {
    kind: 'criterion',
    criterion: {
      method,
      arguments: rest,
      value,
      parents: depth('parents', 'parents_depth'),
      children: depth('children', 'children_depth'),
      childrensParents: yaml.childrens_parents === true,
      text: `${method}:${value}`,
    },
    indirect: textOf(yaml.indirect_selection) as IndirectSelection | undefined,
    excluded: excludedIn(yaml, selector),
  };
}

function invalid(selector: string, shown: string): RunnerError {
  return new RunnerError(
    'selection_invalid',
    `The selector '${selector}' holds ${shown}, which cannot be understood. Give a method and value, or a union or intersection of such.`,
    { place: { file: 'selectors.yml' } },
  );
}
