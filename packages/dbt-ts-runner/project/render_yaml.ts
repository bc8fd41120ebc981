import { translateError } from '../context/failure.ts';
import type { NameLookup } from '../context/macro_scope.ts';
import { Environment, toJs } from '../jinja/index.ts';
import type { RenderYaml } from './project_file.ts';
import { isObject, type Json, type JsonObject } from './yaml.ts';

/** Templates for later, not for reading YAML: hooks, tests, and what doc() may stand in. */
const later = /^(?:\+?(?:pre|post)[-_]hook|description|tests|data_tests|constraints)$/;

/**
 * Renders every text with template tags in a YAML value, natively, with the given names. What they
 * do not know is an error, or, where it is `absorbing`, nothing.
 */
export function yamlRenderer(
  lookup: NameLookup,
  mode: 'strict' | 'absorbing' = 'strict',
): RenderYaml {
  const environment = new Environment({ undefined: mode });
  const context = { lookup };
  const render = async (value: Json, file: string): Promise<Json> => {
    if (typeof value === 'string') {
      if (!value.includes('{{') && !value.includes('{%')) return value;
      try {
        return toJs(await environment.parse(value, file).renderNative(context)) as Json;
      } catch (error) {
        throw translateError(error);
      }
    }
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const item of value) items.push(await render(item, file));
      return items;
    }
    if (!isObject(value)) return value;
    const rendered: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      rendered[key] = later.test(key) ? item : await render(item, file);
    }
    return rendered;
  };
  return render;
}
