import { PythonError } from '../errors.ts';
import { offsetText } from './offset-text.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** English of several lands knows the short names of several zones. */
const lands = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

/** A time zone by its IANA name, or one of a fixed offset in minutes. */
export class Zone {
  readonly name: string;
  readonly fixed: number | undefined;

  constructor(name: string, fixed?: number) {
    this.name = name;
    this.fixed = fixed;
  }

  /** The zone of a clock of which no more is known than its offset. */
  static ahead(offset: number): Zone {
    return new Zone(offset === 0 ? 'UTC' : `UTC${offsetText(offset, ':')}`, offset);
  }

  /** Minutes ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    if (this.fixed !== undefined) return this.fixed;
    const parts = formatterOf(this.name).formatToParts(new Date(instant / 1000));
    const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value);
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return Math.round((shown * 1000 - instant) / 60_000_000);
  }

  /** The offset of a clock that shows `micros` in the zone. */
  offsetOfClock(micros: number): number {
    const guess = this.offsetAt(micros);
    return this.offsetAt(micros - guess * 60_000_000);
  }

  /** `EDT`: what `tzname()` says at an instant. */
  shortNameAt(instant: number): string {
    if (this.fixed !== undefined) return this.name;
    for (const land of lands) {
      const format = new Intl.DateTimeFormat(land, { timeZone: this.name, timeZoneName: 'short' });
      const parts = format.formatToParts(new Date(instant / 1000));
      const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
      if (/^[A-Z]{3,5}$/.test(name)) return name;
    }
    throw new PythonError('ValueError', `the short name of the time zone ${this.name} is unknown`);
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
