import { PythonError } from '../errors.ts';
import { readArguments } from '../signature.ts';
import { PyFloat } from '../values/float.ts';
import { HostObject, hostFunction, hostObject } from '../values/host.ts';
import { double, numeric } from '../values/numeric.ts';
import type { Value } from '../values/value.ts';

const day = 86_400_000_000;
const units: Readonly<Record<string, number>> = {
  days: day,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1_000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 7 * day,
};

/** A length of time in microseconds: what stands behind a `timedelta`. */
export class Duration {
  readonly micros: number;

  constructor(micros: number) {
    this.micros = micros;
  }
}

/** `datetime.timedelta(...)`. */
export const timedelta = hostFunction('timedelta', (call) => {
  const names = Object.keys(units);
  const given = readArguments(call, 'timedelta', names);
  const micros = given.reduce<number>((sum, value, index) => {
    const number = value === undefined ? 0 : numeric(value);
    if (number === undefined) throw new PythonError('TypeError', 'timedelta takes numbers');
    return sum + double(number) * (units[names[index] ?? ''] ?? 0);
  }, 0);
  return durationObject(Math.round(micros));
});

export function durationObject(micros: number): HostObject {
  const days = Math.floor(micros / day);
  const rest = micros - days * day;
  return hostObject({
    type: 'datetime.timedelta',
    key: String(micros),
    native: new Duration(micros),
    truthy: () => micros !== 0,
    text: () => durationText(days, rest),
    attributes: {
      days,
      seconds: Math.floor(rest / 1_000_000),
      microseconds: rest % 1_000_000,
      total_seconds: hostFunction('total_seconds', () => new PyFloat(micros / 1_000_000)),
    },
    compare: (other) => {
      const length = durationOf(other);
      return length && Math.sign(micros - length.micros);
    },
    binary: (operator, other, reversed) => {
      const length = durationOf(other);
      const factor = length ? undefined : numeric(other);
      if (operator === '+' && length) return durationObject(micros + length.micros);
      if (operator === '-' && length)
        return durationObject((micros - length.micros) * (reversed ? -1 : 1));
      if (operator === '*' && factor !== undefined)
        return durationObject(Math.round(micros * double(factor)));
      if (operator === '/' && length && !reversed) return new PyFloat(micros / length.micros);
      if (operator === '//' && length && !reversed) return Math.floor(micros / length.micros);
      return undefined;
    },
  });
}

export function durationOf(value: Value): Duration | undefined {
  return value instanceof HostObject && value.native instanceof Duration ? value.native : undefined;
}

function durationText(days: number, rest: number): string {
  const seconds = Math.floor(rest / 1_000_000);
  const two = (part: number) => String(part).padStart(2, '0');
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const micros = rest % 1_000_000;
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
  const plural = Math.abs(days) === 1 ? 'day' : 'days';
  return (days === 0 ? '' : `${days} ${plural}, `) + clock + fraction;
}
