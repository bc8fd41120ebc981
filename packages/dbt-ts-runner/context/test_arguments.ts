import { type Context, type Environment, PyDict, toValue, type Value } from '../jinja/index.ts';
import { isObject, type Json, type JsonObject } from '../project/yaml.ts';

const callLike = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

/**
 * A generic test's arguments as its macro gets them: texts such as `ref('x')` and texts with
 * template tags are rendered, `column_name` is taken as it stands.
 */
export async function testArguments(
  kwargs: JsonObject,
  environment: Environment,
  context: Context,
  file: string,
): Promise<PyDict> {
  const render = async (value: Json): Promise<Value> => {
    if (typeof value === 'string') {
      const text = callLike.test(value) ? `{{ ${value} }}` : value;
      if (!text.includes('{{') && !text.includes('{%')) return value;
      return environment.parse(text, file).renderNative(context);
    }
    if (Array.isArray(value)) return toValue(await inTurn(value, render));
    if (!isObject(value)) return toValue(value);
    const keys = Object.keys(value);
    const values = await inTurn(Object.values(value), render);
    return new PyDict(keys.map((key, index) => [key, values[index] ?? null]));
  };
  const given = new PyDict();
  for (const [key, value] of Object.entries(kwargs)) {
    given.set(key, key === 'column_name' ? toValue(value) : await render(value));
  }
  return given;
}

async function inTurn(
  values: readonly Json[],
  render: (value: Json) => Promise<Value>,
): Promise<Value[]> {
  const rendered: Value[] = [];
  for (const value of values) rendered.push(await render(value));
  return rendered;
}
