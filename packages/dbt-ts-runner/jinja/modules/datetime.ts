import { PythonError } from '../errors.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { type HostObject, hostFunction, hostObject } from '../values/host.ts';
import { double, numeric } from '../values/numeric.ts';
import type { Value } from '../values/value.ts';
import { timedelta } from './duration.ts';
import { Moment } from './moment.ts';
import { momentObject, momentOf, zoneOf } from './moment-object.ts';
import { offsetOf, strptime } from './strptime.ts';
import { fixedTimezones } from './timezone.ts';

const dateNames = ['year', 'month', 'day'];
const clockNames = ['hour', 'minute', 'second', 'microsecond', 'tzinfo'];

/** `modules.datetime`; `clock` tells what `now()` and `today()` are, in UTC. */
export function datetimeModule(clock: () => Date): HostObject {
  return hostObject({
    type: 'module',
    attributes: {
      timedelta,
      timezone: fixedTimezones,
      date: hostObject({
        type: 'type',
        call: (call) => construct(call, 'date', dateNames),
        attributes: {
          today: hostFunction('today', () => momentObject(dateOf(now(clock)))),
          fromisoformat: hostFunction('fromisoformat', ({ args }) =>
            momentObject(dateOf(parseIso(textOf(args[0])))),
          ),
        },
      }),
      datetime: hostObject({
        type: 'type',
        call: (call) => construct(call, 'datetime', [...dateNames, ...clockNames]),
        attributes: {
          now: hostFunction('now', (call) => {
            const [zone] = readArguments(call, 'now', ['tz']);
            return momentObject(now(clock, zone));
          }),
          utcnow: hostFunction('utcnow', () => momentObject(now(clock))),
          today: hostFunction('today', () => momentObject(now(clock))),
          strptime: hostFunction('strptime', ({ args: [text, format] }) =>
            momentObject(strptime(textOf(text), textOf(format))),
          ),
          fromisoformat: hostFunction('fromisoformat', ({ args }) =>
            momentObject(parseIso(textOf(args[0]))),
          ),
          fromtimestamp: hostFunction('fromtimestamp', (call) => {
            const [seconds, zone = null] = readArguments(call, 'fromtimestamp', ['t', 'tz'], 1);
            return momentObject(momentAt(microsOf(seconds), zone));
          }),
          utcfromtimestamp: hostFunction('utcfromtimestamp', ({ args }) =>
            momentObject(momentAt(microsOf(args[0]), null)),
          ),
          combine: hostFunction('combine', ({ args: [date] }) => {
            const found = momentOf(date ?? null);
            if (found === undefined) throw new PythonError('TypeError', 'combine takes a date');
            return momentObject(new Moment('datetime', found.micros));
          }),
        },
      }),
    },
  });
}

function construct(call: Call, kind: Moment['kind'], names: readonly string[]): HostObject {
  const given = readArguments(call, kind, names, 3);
  const zone = (kind === 'datetime' ? given.pop() : null) ?? null;
  const parts = given.map((value) => intOf(value, 0));
  const moment = Moment.of(kind, parts);
  return momentObject(zone === null ? moment : moment.within(zoneOf(zone)));
}

function now(clock: () => Date, zone: Value = null): Moment {
  return momentAt(clock().getTime() * 1000, zone);
}

/** What a clock shows at an instant: one that says nothing of its place shows UTC. */
function momentAt(instant: number, zone: Value): Moment {
  return zone === null ? new Moment('datetime', instant) : Moment.at(instant, zoneOf(zone));
}

function dateOf(moment: Moment): Moment {
  const [year, month, day] = moment.parts;
  return Moment.of('date', [year, month, day]);
}

function microsOf(seconds: Value | undefined): number {
  const number = numeric(seconds ?? null);
  if (number === undefined) throw new PythonError('TypeError', 'fromtimestamp takes a number');
  return Math.round(double(number) * 1_000_000);
}

const iso =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function parseIso(text: string): Moment {
  const match = iso.exec(text);
  if (match === null) throw new PythonError('ValueError', `Invalid isoformat string: '${text}'`);
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const micro = (fraction ?? '0').padEnd(6, '0');
  const parts = [year, month, day, hour, minute, second, micro].map((part) => Number(part ?? 0));
  return Moment.of('datetime', parts, zone === undefined ? null : offsetOf(zone));
}
