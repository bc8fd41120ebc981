import { PythonError } from '../errors.ts';

/**
 * A date or a date with a clock time. `micros` counts microseconds since 1970 of what the clock
 * shows, `offset` the minutes that clock runs ahead of UTC, null for one that says nothing of it.
 */
export class Moment {
  readonly kind: 'date' | 'datetime';
  readonly micros: number;
  readonly offset: number | null;

  constructor(kind: 'date' | 'datetime', micros: number, offset: number | null = null) {
    this.kind = kind;
    this.micros = micros;
    this.offset = offset;
    const { year } = this;
    if (!(year >= 1 && year <= 9999))
      throw new PythonError('OverflowError', 'date value out of range');
  }

  /** Checks each part as Python does: 30 February is an error. */
  static of(kind: Moment['kind'], parts: readonly number[], offset: number | null = null): Moment {
    const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0] = parts;
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second, 0);
    const moment = new Moment(kind, date.getTime() * 1000 + micro, offset);
    const same = moment.parts.every(
      (part, index) => part === [year, month, day, hour, minute, second, micro][index],
    );
    if (!same) throw new PythonError('ValueError', 'a part of the date or time is out of range');
    return moment;
  }

  get date(): Date {
    return new Date(Math.floor(this.micros / 1000));
  }

  get year(): number {
    return this.date.getUTCFullYear();
  }

  /** Monday is 0. */
  get weekday(): number {
    return (this.date.getUTCDay() + 6) % 7;
  }

  get parts(): readonly [number, number, number, number, number, number, number] {
    const { date } = this;
    return [
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      ((this.micros % 1_000_000) + 1_000_000) % 1_000_000,
    ];
  }

  get dayOfYear(): number {
    return Math.floor((this.date.getTime() - Date.UTC(this.year, 0, 1)) / 86_400_000) + 1;
  }

  /** Microseconds since 1970 in UTC; a clock that says nothing of its offset counts as UTC. */
  get instant(): number {
    return this.micros - (this.offset ?? 0) * 60_000_000;
  }

  isoformat(separator = 'T'): string {
    const [year, month, day, hour, minute, second, micro] = this.parts;
    const two = (part: number) => String(part).padStart(2, '0');
    const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
    if (this.kind === 'date') return date;
    const fraction = micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`;
    const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
    return `${date}${separator}${clock}${offsetText(this.offset, ':')}`;
  }
}

/** `+02:00`, or nothing for an unknown offset. */
export function offsetText(offset: number | null, colon: string): string {
  if (offset === null) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
}
