import { PythonError } from '../errors.ts';
import { offsetText } from './offset-text.ts';
import { Zone } from './zone.ts';

/**
 * A date or a date with a clock time. `micros` counts microseconds since 1970 of what the clock
 * shows, `offset` the minutes that clock runs ahead of UTC, null for one that says nothing of it,
 * `zone` the place of the clock, where it has an offset.
 */
export class Moment {
  readonly kind: 'date' | 'datetime';
  readonly micros: number;
  readonly offset: number | null;
  readonly zone: Zone | null;

  constructor(
    kind: 'date' | 'datetime',
    micros: number,
    offset: number | null = null,
    zone: Zone | null = offset === null ? null : Zone.ahead(offset),
  ) {
    this.kind = kind;
    this.micros = micros;
    this.offset = offset;
    this.zone = zone;
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

  /** What a clock in the zone shows at an instant. */
  static at(instant: number, zone: Zone): Moment {
    const offset = zone.offsetAt(instant);
    return new Moment('datetime', instant + offset * 60_000_000, offset, zone);
  }

  /** The same clock, standing in a zone. */
  within(zone: Zone): Moment {
    return new Moment(this.kind, this.micros, zone.offsetOfClock(this.micros), zone);
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

  /** Days since the year 1 began, the first being 1. */
  get ordinal(): number {
    return Math.floor(this.micros / 86_400_000_000) + 719_163;
  }

  /** Year, week and day of ISO 8601; Monday is 1. */
  get isoWeek(): readonly [number, number, number] {
    const thursday = this.ordinal - this.weekday + 3;
    const { year } = new Moment('date', (thursday - 719_163) * 86_400_000_000);
    const first = Moment.of('date', [year, 1, 4]);
    const monday = first.ordinal - first.weekday;
    return [year, Math.floor((this.ordinal - monday) / 7) + 1, this.weekday + 1];
  }

  /** `EDT`; null for a clock that says nothing of its place. */
  get zoneName(): string | null {
    const { zone, instant } = this;
    if (zone === null) return null;
    if (zone.offsetAt(instant) === this.offset) return zone.shortNameAt(instant);
    throw new PythonError(
      'ValueError',
      `this clock runs by another season of ${zone.name} than its date; normalize() it first`,
    );
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
