import { join } from 'node:path';
import { RunnerError } from '../errors.ts';
import { isMissing } from '../project/files.ts';
import { suggestion } from '../project/nearest.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  readYamlObject,
  textOf,
} from '../project/yaml.ts';
import type { IndirectSelection } from './select.ts';
import { type Criterion, parseSelection, type Selection } from './selector.ts';

/** A selection as selectors.yml can say it; what `exclude` names is taken away. */
export type Definition =
  | { readonly kind: 'text'; readonly selection: Selection }
  | {
      readonly kind: 'criterion';
      readonly criterion: Criterion;
      readonly indirect: IndirectSelection | undefined;
      readonly exclude: readonly Definition[];
    }
  | {
      readonly kind: 'union' | 'intersection';
      readonly parts: readonly Definition[];
      readonly exclude: readonly Definition[];
    };

/** The selectors of selectors.yml by their names. */
export class Selectors {
  readonly #entries: ReadonlyMap<string, JsonObject>;

  constructor(entries: readonly JsonObject[]) {
    this.#entries = new Map(entries.map((entry) => [textOf(entry.name) ?? '', entry]));
  }

  /** The name of the selector that is used where nothing is selected. */
  get standard(): string | undefined {
    return [...this.#entries].find(([, entry]) => entry.default === true)?.[0];
  }

  /** The definition of that name; throws `selection_invalid`. */
  named(name: string, above: readonly string[] = []): Definition {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      throw invalid(
        `There is no selector '${name}'.${suggestion(name, [...this.#entries.keys()])}`,
      );
    }
    if (above.includes(name)) throw invalid(`The selector '${name}' rests on itself.`);
    return this.#definition(entry.definition ?? null, [...above, name]);
  }

  #definition(yaml: Json, path: readonly string[]): Definition {
    if (typeof yaml === 'string') return { kind: 'text', selection: parseSelection([yaml]) };
    if (!isObject(yaml)) throw unclear(path);
    for (const kind of ['union', 'intersection'] as const) {
      if (yaml[kind] !== undefined) return this.#combined(kind, listOf(yaml[kind]), path);
    }
    if (yaml.method === 'selector') return this.named(textOf(yaml.value) ?? '', path);
    if (yaml.method !== undefined) return this.#criterion(yaml, path);
    const [first, ...others] = Object.entries(yaml);
    if (first === undefined || others.length > 0) throw unclear(path);
    return this.#criterion({ method: first[0], value: first[1] }, path);
  }

  #combined(kind: 'union' | 'intersection', list: Json[], path: readonly string[]): Definition {
    const isExclude = (entry: Json) =>
      isObject(entry) && entry.exclude !== undefined && !entry.method;
    return {
      kind,
      parts: list
        .filter((entry) => !isExclude(entry))
        .map((entry) => this.#definition(entry, path)),
      exclude: list.filter(isExclude).flatMap((entry) => this.#excluded(objectOf(entry), path)),
    };
  }

  #criterion(yaml: JsonObject, path: readonly string[]): Definition {
    const [method = '', ...rest] = (textOf(yaml.method) ?? '').split('.');
    const value = textOf(yaml.value);
    if (value === undefined) throw unclear(path);
    const depth = (side: 'parents' | 'children') => {
      if (yaml[side] !== true) return 0;
      return Number(yaml[`${side}_depth`] ?? Number.POSITIVE_INFINITY);
    };
    return {
      kind: 'criterion',
      criterion: {
        method,
        arguments: rest,
        value,
        parents: depth('parents'),
        children: depth('children'),
        childrensParents: yaml.childrens_parents === true,
        text: `${textOf(yaml.method)}:${value}`,
      },
      indirect: textOf(yaml.indirect_selection) as IndirectSelection | undefined,
      exclude: this.#excluded(yaml, path),
    };
  }

  #excluded(yaml: JsonObject, path: readonly string[]): Definition[] {
    return listOf(yaml.exclude).map((entry) => this.#definition(entry, path));
  }
}

/** Reads selectors.yml of the project; without the file there are no selectors. */
export async function readSelectors(dir: string): Promise<Selectors> {
  try {
    const { selectors } = await readYamlObject(join(dir, 'selectors.yml'), 'selectors.yml');
    return new Selectors(listOf(selectors).filter(isObject));
  } catch (error) {
    if (isMissing(error)) return new Selectors([]);
    throw error;
  }
}

function unclear(path: readonly string[]): RunnerError {
  return invalid(
    `The definition of the selector '${path.at(-1)}' cannot be understood. Give a method with a value, a union, an intersection, or a selection as text.`,
  );
}

function invalid(sentence: string): RunnerError {
  return new RunnerError('selection_invalid', sentence, { place: { file: 'selectors.yml' } });
}
