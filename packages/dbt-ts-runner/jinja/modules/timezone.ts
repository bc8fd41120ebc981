import { PythonError } from '../errors.ts';
import { textOf } from '../signature.ts';
import { HostObject, hostFunction, hostObject } from '../values/host.ts';
import type { Value } from '../values/value.ts';
import { Moment } from './moment.ts';
import { momentObject, momentOf } from './moment-object.ts';

/** A time zone by its IANA name, or one of a fixed offset in minutes. */
class Zone {
  readonly name: string;
  readonly fixed: number | undefined;

  constructor(name: string, fixed?: number) {
    this.name = name;
    this.fixed = fixed;
  }

  /** Minutes ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    if (this.fixed !== undefined) return this.fixed;
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: this.name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(new Date(instant / 1000));
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
}

export function timezoneObject(name: string, fixed?: number): HostObject {
  const zone = new Zone(name, fixed);
  return hostObject({
    type: 'tzinfo',
    key: name,
    native: zone,
    text: () => name,
    attributes: {
      zone: name,
      localize: hostFunction('localize', ({ args }) => {
        const moment = momentOf(args[0] ?? null);
        if (moment === undefined) throw new PythonError('TypeError', 'localize takes a datetime');
        return momentObject(
          new Moment('datetime', moment.micros, localOffset(zone, moment.micros)),
        );
      }),
    },
  });
}

/** `modules.pytz`. */
export function pytzModule(): HostObject {
  return hostObject({
    type: 'module',
    attributes: {
      utc: timezoneObject('UTC', 0),
      UTC: timezoneObject('UTC', 0),
      timezone: hostFunction('timezone', ({ args }) => {
        const name = textOf(args[0]);
        if (name === 'UTC') return timezoneObject(name, 0);
        try {
          new Intl.DateTimeFormat('en-US', { timeZone: name });
        } catch {
          throw new PythonError('ValueError', `unknown time zone '${name}'`);
        }
        return timezoneObject(name);
      }),
    },
  });
}

/** The offset a `tzinfo` argument gives at an instant; null without one. */
export function zoneOffset(zone: Value | undefined, instant: number): number | null {
  if (zone === undefined || zone === null) return null;
  if (zone instanceof HostObject && zone.native instanceof Zone)
    return zone.native.offsetAt(instant);
  throw new PythonError('TypeError', 'tzinfo argument must be a time zone');
}

/** The offset of a clock that shows `micros` in the zone. */
function localOffset(zone: Zone, micros: number): number {
  const guess = zone.offsetAt(micros);
  return zone.offsetAt(micros - guess * 60_000_000);
}
