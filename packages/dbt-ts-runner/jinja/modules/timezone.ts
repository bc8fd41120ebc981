import { PythonError } from '../errors.ts';
import { readArguments, textOf } from '../signature.ts';
import { type HostObject, hostFunction, hostObject } from '../values/host.ts';
import { durationOf } from './duration.ts';
import { zoneObject } from './moment-object.ts';
import { Zone } from './zone.ts';

const utc = zoneObject(new Zone('UTC', 0));

/** `modules.datetime.timezone`. */
export const fixedTimezones = hostObject({
  type: 'type',
  call: (call) => {
    const [offset = null, name] = readArguments(call, 'timezone', ['offset', 'name'], 1);
    const minutes = (durationOf(offset)?.micros ?? Number.NaN) / 60_000_000;
    if (!Number.isInteger(minutes) || Math.abs(minutes) >= 1440)
      throw new PythonError(
        'ValueError',
        'timezone() takes a timedelta of whole minutes, below a day',
      );
    return zoneObject(name === undefined ? Zone.ahead(minutes) : new Zone(textOf(name), minutes));
  },
  attributes: { utc },
});

/** `modules.pytz`. */
export function pytzModule(): HostObject {
  return hostObject({
    type: 'module',
    attributes: {
      utc,
      UTC: utc,
      timezone: hostFunction('timezone', ({ args }) => {
        const name = textOf(args[0]);
        if (name === 'UTC') return utc;
        try {
          new Intl.DateTimeFormat('en-US', { timeZone: name });
        } catch {
          throw new PythonError('ValueError', `unknown time zone '${name}'`);
        }
        return zoneObject(new Zone(name));
      }),
    },
  });
}
