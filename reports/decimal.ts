/**
 * Exact decimal numbers for money: an integer count of 10^-scale units. Addition, subtraction and
 * multiplication never round; division and `round` round half away from zero, as Excel and DuckDB do.
 */
export class Decimal {
  static readonly zero = new Decimal(0n, 0);
  static readonly one = new Decimal(1n, 0);

  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /** Reads plain decimal text (`-12.50`). Throws RangeError for anything else. */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
    if (match === null) throw new RangeError('not a plain decimal number');
    const [, sign, whole = '0', fraction = ''] = match;
    const units = BigInt(whole + fraction);
    return new Decimal(sign === '-' ? -units : units, fraction.length);
  }

  /** A whole number. */
  static of(whole: number): Decimal {
    return new Decimal(BigInt(whole), 0);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.zero;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /** The quotient rounded half away from zero to `scale` decimals. */
  dividedBy(divisor: Decimal, scale: number): Decimal {
    if (divisor.units === 0n) throw new RangeError('division by zero');
    const shift = scale + divisor.scale - this.scale;
    const numerator = shift >= 0 ? this.units * 10n ** BigInt(shift) : this.units;
    const denominator = shift >= 0 ? divisor.units : divisor.units * 10n ** BigInt(-shift);
    return new Decimal(divideHalfAway(numerator, denominator), scale);
  }

  round(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.unitsAt(scale), scale);
    return new Decimal(divideHalfAway(this.units, 10n ** BigInt(this.scale - scale)), scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** The value, or zero where it is negative. */
  floored(): Decimal {
    return this.units < 0n ? Decimal.zero : this;
  }

  compare(other: Decimal): number {
    const { units } = this.minus(other);
    return units === 0n ? 0 : units < 0n ? -1 : 1;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  /** Plain text without trailing zeros. */
  toString(): string {
    const digits = (this.units < 0n ? -this.units : this.units).toString();
    const padded = digits.padStart(this.scale + 1, '0');
    const cut = padded.length - this.scale;
    const fraction = padded.slice(cut).replace(/0+$/, '');
    const text = fraction === '' ? padded.slice(0, cut) : `${padded.slice(0, cut)}.${fraction}`;
    return this.units < 0n ? `-${text}` : text;
  }

  private unitsAt(scale: number): bigint {
    return this.units * 10n ** BigInt(scale - this.scale);
  }
}

function divideHalfAway(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const dividend = numerator < 0n ? -numerator : numerator;
  const divisor = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * dividend + divisor) / (2n * divisor);
  return negative ? -quotient : quotient;
}
