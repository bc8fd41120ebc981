/** Python's `'%.nf'`: exact decimal digits of the double, ties to even. */
export function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + unsigned(magnitude, Math.min(digits, 100));
}

function unsigned(value: number, digits: number): string {
  if (value >= 1e21) {
    const whole = BigInt(value).toString();
    return digits > 0 ? `${whole}.${'0'.repeat(digits)}` : whole;
  }
  const rounded = value.toFixed(digits);
  if (!isTie(value, digits)) return rounded;
  const last = Number(rounded.at(-1));
  if (last % 2 === 0) return rounded;
  return stepDown(rounded);
}

/** Whether the digits after the last kept one are exactly 5000...; JavaScript rounds those up. */
function isTie(value: number, digits: number): boolean {
  const exact = value.toFixed(100);
  const tail = exact.slice(exact.indexOf('.') + 1 + digits);
  return /^50*$/.test(tail);
}

/** A tie rounded up ends in an odd digit, so the even neighbour is one less in the last place. */
function stepDown(text: string): string {
  return text.slice(0, -1) + (Number(text.at(-1)) - 1).toString();
}

/** Python's `'%.ne'`: two exponent digits at least. */
export function exponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return fixed(value, 0);
  const [mantissa, exponent = '+0'] = value.toExponential(Math.min(digits, 100)).split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Python's `'%.ng'`: fixed or exponential, whichever suits, without trailing zeros unless `keep`. */
export function general(value: number, digits: number, keep = false): string {
  if (!Number.isFinite(value)) return fixed(value, 0);
  const precision = Math.max(digits, 1);
  const exponent = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1]);
  const scientific = exponent < -4 || exponent >= precision;
  const text = scientific
    ? exponential(value, precision - 1)
    : fixed(value, Math.max(precision - 1 - exponent, 0));
  return keep ? text : trimZeros(text);
}

function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}
