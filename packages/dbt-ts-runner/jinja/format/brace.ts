import { PythonError } from '../errors.ts';
import { repr, str } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { formatValue } from './spec.ts';

/** How `{0.name[key]}` reaches into an argument. */
export interface Access {
  readonly attribute: (value: Value, name: string) => Value;
  readonly item: (value: Value, key: Value) => Value;
}

/** Python's `str.format`. */
export function formatBraces(
  text: string,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  access: Access,
): string {
  let automatic = 0;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if ((character === '{' || character === '}') && text[at + 1] === character) {
      result += character;
      at += 2;
    } else if (character === '{') {
      const end = closing(text, at);
      result += field(text.slice(at + 1, end));
      at = end + 1;
    } else if (character === '}') {
      throw new PythonError('ValueError', "Single '}' encountered in format string");
    } else {
      result += character;
      at++;
    }
  }
  return result;

  function field(inner: string): string {
    const [, path = '', conversion, rawSpec = ''] =
      /^([^!:]*)(?:!(.))?(?::(.*))?$/s.exec(inner) ?? [];
    const spec = rawSpec.replace(/\{([^{}]*)\}/g, (_match, nested: string) => field(nested));
    const value = resolve(path);
    if (conversion === 'r' || conversion === 'a') return formatValue(repr(value), spec);
    return formatValue(conversion === 's' ? str(value) : value, spec);
  }

  function resolve(path: string): Value {
    const [head = ''] = /^[^.[]*/.exec(path) ?? [];
    let value = argument(head === '' ? String(automatic++) : head);
    for (const [, name, key = ''] of path.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
      if (name !== undefined) value = access.attribute(value, name);
      else value = access.item(value, /^\d+$/.test(key) ? Number(key) : key);
    }
    return value;
  }

  function argument(name: string): Value {
    const value = /^\d+$/.test(name) ? args[Number(name)] : kwargs.get(name);
    if (value !== undefined) return value;
    if (/^\d+$/.test(name)) {
      const message = `Replacement index ${name} out of range for positional args tuple`;
      throw new PythonError('IndexError', message);
    }
    throw new PythonError('KeyError', `'${name}'`);
  }
}

function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new PythonError('ValueError', "expected '}' before end of string");
}
