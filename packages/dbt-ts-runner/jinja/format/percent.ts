import { PythonError } from '../errors.ts';
import { PyDict } from '../values/dict.ts';
import { PyFloat } from '../values/float.ts';
import { PyList } from '../values/list.ts';
import { double, type Numeric, numeric } from '../values/numeric.ts';
import { pointCount } from '../values/points.ts';
import { PyRange } from '../values/range.ts';
import { repr, str } from '../values/text.ts';
import { PyTuple } from '../values/tuple.ts';
import { typeName } from '../values/type-name.ts';
import type { Value } from '../values/value.ts';
import { exponential, fixed, general } from './fixed.ts';
import { checkedWidth } from './width.ts';

const directive = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.|$)/gs;

/** Python's `text % values`: a tuple gives several values, a dict named ones, anything else one. */
export function formatPercent(text: string, values: Value): string {
  const args = values instanceof PyTuple ? values.items : [values];
  let used = 0;
  const take = (): Value => {
    const value = args[used++];
    if (value !== undefined) return value;
    throw new PythonError('TypeError', 'not enough arguments for format string');
  };
  const result = text.replace(directive, (_match, key, flags, width, precision, type) => {
    if (type === '%') return '%';
    const minimum = checkedWidth(Number(width === '*' ? str(take()) : (width ?? 0)));
    const places = precision === '*' ? Number(str(take())) : precision;
    const value = key === undefined ? take() : named(values, key);
    const digits = places === undefined ? undefined : checkedWidth(Number(places));
    return pad(convert(value, type, flags, digits), flags, minimum, type);
  });
  if (used < args.length && !isMappingLike(values)) {
    throw new PythonError('TypeError', 'not all arguments converted during string formatting');
  }
  return result;
}

/** What could also give named values may be left unused; a lone text or number may not. */
function isMappingLike(values: Value): boolean {
  return values instanceof PyDict || values instanceof PyList || values instanceof PyRange;
}

function named(values: Value, key: string): Value {
  if (!(values instanceof PyDict)) throw new PythonError('TypeError', 'format requires a mapping');
  const value = values.get(key);
  if (value === undefined) throw new PythonError('KeyError', repr(key));
  return value;
}

function convert(value: Value, type: string, flags: string, digits: number | undefined): string {
  if (type === 's') return str(value).slice(0, digits);
  if (type === 'r' || type === 'a') return repr(value).slice(0, digits);
  if (type === 'c') return typeof value === 'number' ? String.fromCodePoint(value) : str(value);
  const number = numeric(value);
  if (!'diuoxXeEfFgG'.includes(type) || type === '') {
    throw new PythonError('ValueError', `unsupported format character '${type}'`);
  }
  if (number === undefined) {
    const wanted = 'diu'.includes(type) ? 'a real number is required' : 'must be real number';
    throw new PythonError('TypeError', `%${type} format: ${wanted}, not ${typeName(value)}`);
  }
  const text = numberText(number, type, flags, digits);
  if (text.startsWith('-')) return text;
  return (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + text;
}

function numberText(
  number: Numeric,
  type: string,
  flags: string,
  digits: number | undefined,
): string {
  const lower = type.toLowerCase();
  const value = double(number);
  if ('diuox'.includes(lower)) return integerText(number, type, flags, digits);
  let text = fixed(value, digits ?? 6);
  if (lower === 'e') text = exponential(value, digits ?? 6);
  if (lower === 'g') text = general(value, digits ?? 6, flags.includes('#'));
  return type === lower ? text : text.toUpperCase();
}

function integerText(
  number: Numeric,
  type: string,
  flags: string,
  digits: number | undefined,
): string {
  const whole = number instanceof PyFloat ? BigInt(Math.trunc(number.value)) : BigInt(number);
  const radix = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const magnitude = (whole < 0n ? -whole : whole).toString(radix).padStart(digits ?? 0, '0');
  const prefix = flags.includes('#') && radix !== 10 ? `0${type}` : '';
  return (whole < 0n ? '-' : '') + prefix + (type === 'X' ? magnitude.toUpperCase() : magnitude);
}

function pad(text: string, flags: string, width: number, type: string): string {
  const missing = width - pointCount(text);
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0') || 'srac'.includes(type)) return ' '.repeat(missing) + text;
  const [sign = ''] = /^[-+ ]?/.exec(text) ?? [];
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
