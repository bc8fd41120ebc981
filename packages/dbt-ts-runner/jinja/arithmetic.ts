import { PythonError } from './errors.ts';
import type { ArithmeticOperator } from './syntax/ast.ts';
import { PyFloat } from './values/float.ts';
import { double, fromBigInt, type Numeric } from './values/numeric.ts';

/** Python arithmetic: ints stay exact whatever their size, `/` always gives a float. */
export function calculate(operator: ArithmeticOperator, a: Numeric, b: Numeric): Numeric {
  if (operator === '/') return divide(a, b);
  if (a instanceof PyFloat || b instanceof PyFloat) {
    return new PyFloat(floats(operator, double(a), double(b)));
  }
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = safe(operator, a, b);
    if (quick !== undefined) return quick;
  }
  return integers(operator, BigInt(a), BigInt(b));
}

export function negate(value: Numeric): Numeric {
  if (value instanceof PyFloat) return new PyFloat(-value.value);
  return value === 0 ? 0 : fromBigInt(-BigInt(value));
}

function divide(a: Numeric, b: Numeric): PyFloat {
  const divisor = double(b);
  if (divisor === 0) {
    const isFloat = a instanceof PyFloat || b instanceof PyFloat;
    throw new PythonError(
      'ZeroDivisionError',
      isFloat ? 'float division by zero' : 'division by zero',
    );
  }
  return new PyFloat(double(a) / divisor);
}

function safe(operator: ArithmeticOperator, a: number, b: number): number | undefined {
  let result: number | undefined;
  if (operator === '+') result = a + b;
  else if (operator === '-') result = a - b;
  else if (operator === '*') result = a * b;
  return result !== undefined && Number.isSafeInteger(result) ? result + 0 : undefined;
}

const mostBits = 100_000n;

function integers(operator: ArithmeticOperator, a: bigint, b: bigint): Numeric {
  switch (operator) {
    case '+':
      return fromBigInt(a + b);
    case '-':
      return fromBigInt(a - b);
    case '*':
      return fromBigInt(a * b);
    case '**':
      return power(a, b);
    default: {
      if (b === 0n) {
        const what = operator === '%' ? 'integer modulo' : 'integer division or modulo';
        throw new PythonError('ZeroDivisionError', `${what} by zero`);
      }
      const quotient = a / b;
      const floor = a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
      return fromBigInt(operator === '//' ? floor : a - floor * b);
    }
  }
}

function power(base: bigint, exponent: bigint): Numeric {
  if (exponent < 0n) {
    if (base === 0n) {
      throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
    }
    return new PyFloat(Number(base) ** Number(exponent));
  }
  const grows = base > 1n || base < -1n;
  if (grows && BigInt(base.toString(2).length) * exponent > mostBits) {
    throw new PythonError('OverflowError', 'the result of ** is too large');
  }
  return fromBigInt(base ** exponent);
}

function floats(operator: ArithmeticOperator, a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '**') return floatPower(a, b);
  if (b === 0) {
    const message = operator === '//' ? 'float floor division by zero' : 'float modulo';
    throw new PythonError('ZeroDivisionError', message);
  }
  const floor = Math.floor(a / b);
  if (operator === '//') return floor;
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Whole powers of whole numbers are exact; JavaScript's own are off in the last digit. */
function floatPower(base: number, exponent: number): number {
  if (base < 0 && !Number.isInteger(exponent)) {
    throw new PythonError('ValueError', 'a negative number has no real power of a fraction');
  }
  const whole = Number.isInteger(base) && Number.isInteger(exponent);
  const times = Math.abs(exponent);
  if (!whole || times * Math.log2(Math.abs(base) + 1) > 1024) return base ** exponent;
  const power = Number(BigInt(base) ** BigInt(times));
  return exponent < 0 ? 1 / power : power;
}
