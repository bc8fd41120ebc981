import { calculate, negate } from './arithmetic.ts';
import { PythonError } from './errors.ts';
import { formatPercent } from './format/percent.ts';
import type { ArithmeticOperator, CompareOperator } from './syntax/ast.ts';
import { contains } from './values/contains.ts';
import { equals } from './values/equality.ts';
import { HostObject } from './values/host.ts';
import { PyList } from './values/list.ts';
import { type Numeric, numeric } from './values/numeric.ts';
import { order } from './values/order.ts';
import { PySet } from './values/set.ts';
import { PyTuple } from './values/tuple.ts';
import { typeName } from './values/type-name.ts';
import { Undefined } from './values/undefined.ts';
import type { Value } from './values/value.ts';

/** `left operator right` as Python computes it. */
export function binary(operator: ArithmeticOperator, left: Value, right: Value): Value {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) return calculate(operator, a, b);
  if (left instanceof Undefined) return left.use();
  if (typeof left === 'string' && operator === '%') return formatPercent(left, right);
  if (right instanceof Undefined) return right.use();
  const result = sequence(operator, left, right) ?? host(operator, left, right);
  if (result !== undefined) return result;
  throw unsupported(operator, left, right);
}

function sequence(operator: ArithmeticOperator, left: Value, right: Value): Value | undefined {
  if (operator === '+') return joined(left, right);
  if (operator === '-' && left instanceof PySet && right instanceof PySet) {
    return new PySet(left.values().filter((item) => !right.has(item)));
  }
  if (operator !== '*') return undefined;
  const [repeated, count] = isRepeatable(right) ? [right, left] : [left, right];
  const repeats = numeric(count);
  return typeof repeats === 'number' ? times(repeated, repeats) : undefined;
}

function joined(left: Value, right: Value): Value | undefined {
  if (typeof left === 'string') return typeof right === 'string' ? left + right : undefined;
  if (left instanceof PyList && right instanceof PyList) {
    return new PyList([...left.items, ...right.items]);
  }
  if (left instanceof PyTuple && right instanceof PyTuple) {
    return new PyTuple([...left.items, ...right.items]);
  }
  return undefined;
}

function isSequence(value: Value): value is PyList | PyTuple {
  return value instanceof PyList || value instanceof PyTuple;
}

function isRepeatable(value: Value): boolean {
  return typeof value === 'string' || isSequence(value);
}

const largest = 10_000_000;

function times(value: Value, count: number): Value | undefined {
  const repeats = Math.max(count, 0);
  const size =
    typeof value === 'string' ? value.length : isSequence(value) ? value.items.length : 0;
  if (size * repeats > largest) {
    throw new PythonError('OverflowError', `a repetition may have ${largest} items at most`);
  }
  if (typeof value === 'string') return value.repeat(repeats);
  if (!isSequence(value)) return undefined;
  const items = Array.from({ length: repeats }, () => value.items).flat();
  return value instanceof PyList ? new PyList(items) : new PyTuple(items);
}

function host(operator: ArithmeticOperator, left: Value, right: Value): Value | undefined {
  const own = left instanceof HostObject ? left.spec.binary?.(operator, right, false) : undefined;
  if (own !== undefined) return own;
  return right instanceof HostObject ? right.spec.binary?.(operator, left, true) : undefined;
}

function unsupported(operator: string, left: Value, right: Value): PythonError {
  if (operator === '+' && (typeof left === 'string' || isSequence(left))) {
    const type = typeName(left);
    const message = `can only concatenate ${type} (not "${typeName(right)}") to ${type}`;
    return new PythonError('TypeError', message);
  }
  if (operator === '*' && (isRepeatable(left) || isRepeatable(right))) {
    const type = typeName(isRepeatable(left) ? right : left);
    return new PythonError('TypeError', `can't multiply sequence by non-int of type '${type}'`);
  }
  const name = operator === '**' ? '** or pow()' : operator;
  return new PythonError(
    'TypeError',
    `unsupported operand type(s) for ${name}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

export function unary(operator: '+' | '-', value: Value): Value {
  const number: Numeric | undefined = numeric(value);
  if (number === undefined) {
    if (value instanceof Undefined) return value.use();
    throw new PythonError(
      'TypeError',
      `bad operand type for unary ${operator}: '${typeName(value)}'`,
    );
  }
  return operator === '-' ? negate(number) : number;
}

export function compare(operator: CompareOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    default:
      return ordered(operator, left, right);
  }
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  if (left instanceof PySet && right instanceof PySet) return subset(operator, left, right);
  if (isAbsorbing(left) || isAbsorbing(right)) return false;
  const difference = order(left, right, operator);
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

function isAbsorbing(value: Value): boolean {
  return value instanceof Undefined && value.mode === 'absorbing';
}

function subset(operator: string, left: PySet, right: PySet): boolean {
  const [small, large] = operator.startsWith('<') ? [left, right] : [right, left];
  const inside = small.values().every((item) => large.has(item));
  return inside && (operator.endsWith('=') || small.size < large.size);
}
