import { join } from 'node:path';
import { RunnerError } from '../errors.ts';
import { isMissing } from '../project/files.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  readYamlObject,
  textOf,
} from '../project/yaml.ts';

/** A selector of selectors.yml. */
export type NamedSelector = JsonObject & { name: string; definition: Json };

const file = 'selectors.yml';

/** The selectors of a project by name; none without selectors.yml. */
export async function readSelectors(projectDir: string): Promise<Map<string, NamedSelector>> {
  const selectors = new Map<string, NamedSelector>();
  for (const entry of listOf((await yamlOf(projectDir)).selectors)) {
    const name = isObject(entry) ? textOf(entry.name) : undefined;
    if (!isObject(entry) || name === undefined) throw invalid('A selector has no name. Add one.');
    if (entry.definition === undefined) throw invalid(`The selector '${name}' has no definition.`);
    if (selectors.has(name)) throw invalid(`Two selectors are named '${name}'. Rename one.`);
    selectors.set(name, { ...entry, name, definition: entry.definition });
  }
  const standard = [...selectors.values()].filter((selector) => selector.default === true);
  if (standard.length > 1) {
    const names = standard.map(({ name }) => name).join(' and ');
    throw invalid(`The selectors ${names} are both the default. Keep one.`);
  }
  return selectors;
}

/** The selector that stands where nothing is selected. */
export function defaultSelector(
  selectors: ReadonlyMap<string, NamedSelector>,
): NamedSelector | undefined {
  return [...selectors.values()].find((selector) => selector.default === true);
}

async function yamlOf(projectDir: string): Promise<JsonObject> {
  try {
    return await readYamlObject(join(projectDir, file), file);
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

function invalid(sentence: string): RunnerError {
  return new RunnerError('selection_invalid', sentence, { place: { file } });
}
