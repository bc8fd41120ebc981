import { PythonError } from '../errors.ts';
import { PyFloat } from '../values/float.ts';
import { floatText } from '../values/float-text.ts';
import { double, type Numeric, numeric } from '../values/numeric.ts';
import { pointCount, points } from '../values/points.ts';
import { str } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import type { Value } from '../values/value.ts';
import { exponential, fixed, general } from './fixed.ts';
import { checkedWidth } from './width.ts';

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const pattern =
  /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;

/** Python's `format(value, spec)`. */
export function formatValue(value: Value, specText: string): string {
  if (specText === '') return str(value);
  const number = typeof value === 'boolean' && specText.endsWith('s') ? undefined : numeric(value);
  const spec = parseSpec(specText, number !== undefined);
  if (typeof value === 'boolean' && spec.type === '') return aligned(str(value), spec, '<');
  if (number === undefined) return formatText(value, spec);
  const [sign, body] = formatNumber(number, spec);
  return padNumber(sign, body, spec);
}

function parseSpec(text: string, isNumber: boolean): Spec {
  const match = pattern.exec(text);
  if (match === null) throw new PythonError('ValueError', 'Invalid format specifier');
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero && isNumber ? '=' : ''),
    sign: sign ?? '-',
    alternate: alternate !== undefined,
    width: checkedWidth(Number(width ?? 0)),
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? '',
  };
}

function formatText(value: Value, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') {
    const message = `Unknown format code '${spec.type}' for object of type '${typeName(value)}'`;
    throw new PythonError('ValueError', message);
  }
  const text = str(value);
  const kept = spec.precision === undefined ? text : points(text).slice(0, spec.precision).join('');
  return aligned(kept, spec, '<');
}

/** The sign and the digits. */
function formatNumber(number: Numeric, spec: Spec): [string, string] {
  const negative = number instanceof PyFloat ? isNegative(number.value) : number < 0;
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const body = digits(number, spec).replace(/^-/, '');
  return [sign, body];
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

function digits(number: Numeric, spec: Spec): string {
  const { type, precision } = spec;
  const isFloat = number instanceof PyFloat;
  const value = double(number);
  if (type === 'f' || type === 'F') return fixed(value, precision ?? 6);
  if (type === '%') return `${fixed(value * 100, precision ?? 6)}%`;
  if (type === 'e') return exponential(value, precision ?? 6);
  if (type === 'E') return exponential(value, precision ?? 6).toUpperCase();
  if (type === 'g' || type === 'G' || (isFloat && type === 'n')) {
    const text = general(value, precision ?? 6, spec.alternate);
    return type === 'G' ? text.toUpperCase() : text;
  }
  if (!isFloat) return integerDigits(number, spec);
  if (type !== '') {
    throw new PythonError('ValueError', `Unknown format code '${type}' for object of type 'float'`);
  }
  if (precision === undefined) return floatText(value);
  const text = general(value, precision);
  return /[.en]/.test(text) ? text : `${text}.0`;
}

function integerDigits(number: number | bigint, { type, alternate }: Spec): string {
  if (type === 'c') return String.fromCodePoint(Number(number));
  if (type === 's') {
    throw new PythonError('ValueError', "Unknown format code 's' for object of type 'int'");
  }
  const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
  const magnitude = (number < 0 ? -BigInt(number) : BigInt(number)).toString(radix);
  const text = type === 'X' ? magnitude.toUpperCase() : magnitude;
  return alternate && radix !== 10 ? `0${type}${text}` : text;
}

function group(body: string, { grouping, type }: Spec): string {
  const size = 'boxX'.includes(type) && type !== '' ? 4 : 3;
  const [, whole = '', rest = ''] = /^([\da-fA-F]*)(.*)$/s.exec(body) ?? [];
  return whole.replace(new RegExp(`\\B(?=(?:.{${size}})+$)`, 'g'), grouping) + rest;
}

/** With zeros for filling and groups, the zeros are grouped too. */
function zeroGrouped(sign: string, body: string, spec: Spec): string {
  const [, whole = '', rest = ''] = /^([\da-fA-F]*)(.*)$/s.exec(body) ?? [];
  let digits = whole;
  while (pointCount(sign + group(digits, spec) + rest) < spec.width) digits = `0${digits}`;
  return sign + group(digits, spec) + rest;
}

function padNumber(sign: string, body: string, spec: Spec): string {
  if (spec.grouping !== '' && spec.align === '=' && spec.fill === '0') {
    return zeroGrouped(sign, body, spec);
  }
  const text = sign + (spec.grouping === '' ? body : group(body, spec));
  if (spec.align !== '=') return aligned(text, spec, '>');
  const missing = Math.max(spec.width - pointCount(text), 0);
  return sign + spec.fill.repeat(missing) + text.slice(sign.length);
}

function aligned(text: string, spec: Spec, natural: '<' | '>'): string {
  const missing = Math.max(spec.width - pointCount(text), 0);
  const side = spec.align === '' || spec.align === '=' ? natural : spec.align;
  const before = side === '<' ? 0 : side === '>' ? missing : Math.floor(missing / 2);
  return spec.fill.repeat(before) + text + spec.fill.repeat(missing - before);
}
