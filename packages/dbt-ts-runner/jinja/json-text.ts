import { PythonError } from './errors.ts';
import { PyDict } from './values/dict.ts';
import { PyFloat } from './values/float.ts';
import { floatText } from './values/float-text.ts';
import { PyList } from './values/list.ts';
import { fromBigInt } from './values/numeric.ts';
import { compareText } from './values/points.ts';
import { str } from './values/text.ts';
import { PyTuple } from './values/tuple.ts';
import { typeName } from './values/type-name.ts';
import { Undefined } from './values/undefined.ts';
import type { Value } from './values/value.ts';

interface JsonOptions {
  readonly sortKeys?: boolean;
  readonly indent?: number | undefined;
}

/** Python's `json.dumps`: `, ` and `: ` between items, everything beyond ASCII escaped. */
export function jsonText(value: Value, options: JsonOptions = {}): string {
  return write(value, options, '\n');
}

function write(value: Value, options: JsonOptions, newline: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (value instanceof PyFloat) return float(value.value);
  const inner = options.indent === undefined ? newline : newline + ' '.repeat(options.indent);
  const wrap = (open: string, parts: string[], close: string) => {
    if (parts.length === 0) return open + close;
    if (options.indent === undefined) return open + parts.join(', ') + close;
    return open + inner + parts.join(`,${inner}`) + newline + close;
  };
  if (value instanceof PyList || value instanceof PyTuple) {
    return wrap(
      '[',
      value.items.map((item) => write(item, options, inner)),
      ']',
    );
  }
  if (value instanceof PyDict) {
    const entries = value.entries().map(([key, item]): [string, Value] => [keyText(key), item]);
    if (options.sortKeys) entries.sort(([a], [b]) => compareText(a, b));
    const parts = entries.map(([key, item]) => `${quote(key)}: ${write(item, options, inner)}`);
    return wrap('{', parts, '}');
  }
  if (value instanceof Undefined) value.use();
  throw new PythonError('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
}

function keyText(key: Value): string {
  if (key === null) return 'null';
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (typeof key === 'string' || typeof key === 'number' || key instanceof PyFloat) return str(key);
  const message = `keys must be str, int, float, bool or None, not ${typeName(key)}`;
  throw new PythonError('TypeError', message);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function float(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** Python's `json.loads`; a number with a fraction or exponent is a float. */
export function fromJson(text: string): Value {
  const numbers = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;
  const marked = text.replace(numbers, (_match, quoted?: string, number?: string) =>
    quoted === undefined ? `{"${numberMark}":"${number}"}` : quoted,
  );
  try {
    JSON.parse(text);
    return fromParsed(JSON.parse(marked));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PythonError('ValueError', 'the text is no JSON');
  }
}

/** Stands around a number's text, since JSON.parse would forget whether it was written as a float. */
const numberMark = '(number)';

function fromParsed(parsed: unknown): Value {
  if (Array.isArray(parsed)) return new PyList(parsed.map(fromParsed));
  if (typeof parsed === 'string' || typeof parsed === 'boolean') return parsed;
  if (typeof parsed !== 'object' || parsed === null) return null;
  const entries = Object.entries(parsed);
  const [first] = entries;
  if (first?.[0] === numberMark) return fromNumberText(String(first[1]));
  return new PyDict(entries.map(([key, value]) => [key, fromParsed(value)] as const));
}

function fromNumberText(text: string): Value {
  return /[.eE]/.test(text) ? new PyFloat(Number(text)) : fromBigInt(BigInt(text));
}
