import { PythonError } from '../errors.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { PyFloat } from '../values/float.ts';
import { HostObject, hostFunction, hostObject } from '../values/host.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { durationObject, durationOf } from './duration.ts';
import { Moment } from './moment.ts';
import { strftime } from './strftime.ts';
import { Zone } from './zone.ts';

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

/** A Python `date` or `datetime`. */
export function momentObject(moment: Moment): HostObject {
  const { kind, parts } = moment;
  const shown = kind === 'date' ? partNames.slice(0, 3) : partNames;
  return hostObject({
    type: `datetime.${kind}`,
    key: `${moment.instant} ${moment.offset === null}`,
    native: moment,
    text: () => moment.isoformat(' '),
    repr: () => `datetime.${kind}(${trimmed(parts, kind).join(', ')})`,
    attributes: {
      ...Object.fromEntries(shown.map((name, index) => [name, parts[index] ?? 0])),
      strftime: hostFunction('strftime', ({ args }) => strftime(moment, textOf(args[0]))),
      isoformat: hostFunction('isoformat', ({ args }) => moment.isoformat(textOf(args[0], 'T'))),
      ctime: hostFunction('ctime', () => strftime(moment, '%a %b %e %H:%M:%S %Y')),
      weekday: hostFunction('weekday', () => moment.weekday),
      isoweekday: hostFunction('isoweekday', () => moment.weekday + 1),
      isocalendar: hostFunction(
        'isocalendar',
        () => new PyTuple(moment.isoWeek, ['year', 'week', 'weekday']),
      ),
      toordinal: hostFunction('toordinal', () => moment.ordinal),
      replace: hostFunction('replace', (call) => replaced(moment, call)),
      ...(kind === 'datetime' && clockAttributes(moment)),
    },
    compare: (other) => {
      const found = momentOf(other);
      if (found === undefined) return undefined;
      refuseMixture(moment, found);
      return Math.sign(moment.instant - found.instant);
    },
    binary: (operator, other, reversed) => {
      if (operator !== '+' && operator !== '-') return undefined;
      const duration = durationOf(other);
      if (duration && !(operator === '-' && reversed))
        return momentObject(shifted(moment, duration.micros, operator));
      const found = momentOf(other);
      if (operator === '+' || found === undefined || reversed) return undefined;
      refuseMixture(moment, found);
      return durationObject(moment.instant - found.instant);
    },
  });
}

/** What a datetime has and a date has not. */
function clockAttributes(moment: Moment): NonNullable<HostObject['spec']['attributes']> {
  const [year, month, day] = moment.parts;
  return {
    tzinfo: () => (moment.zone === null ? null : zoneObject(moment.zone, moment.offset)),
    date: hostFunction('date', () => momentObject(Moment.of('date', [year, month, day]))),
    timestamp: hostFunction('timestamp', () => new PyFloat(moment.instant / 1_000_000)),
    astimezone: hostFunction('astimezone', (call) => {
      const [zone = null] = readArguments(call, 'astimezone', ['tz']);
      return momentObject(Moment.at(moment.instant, zone === null ? Zone.ahead(0) : zoneOf(zone)));
    }),
    utcoffset: hostFunction('utcoffset', () =>
      moment.offset === null ? null : durationObject(moment.offset * 60_000_000),
    ),
    tzname: hostFunction('tzname', () => moment.zoneName),
  };
}

export function momentOf(value: Value): Moment | undefined {
  return value instanceof HostObject && value.native instanceof Moment ? value.native : undefined;
}

/** A Python `tzinfo`; `held` is the offset of the datetime it was read from. */
export function zoneObject(zone: Zone, held: number | null = zone.fixed ?? null): HostObject {
  const momentIn = (value: Value | undefined, name: string): Moment => {
    const moment = momentOf(value ?? null);
    if (moment?.kind === 'datetime') return moment;
    throw new PythonError('TypeError', `${name} takes a datetime`);
  };
  return hostObject({
    type: 'tzinfo',
    key: zone.name,
    native: new HeldZone(zone, held),
    text: () => zone.name,
    attributes: {
      zone: zone.name,
      localize: hostFunction('localize', ({ args }) => {
        const moment = momentIn(args[0], 'localize');
        if (moment.offset === null) return momentObject(moment.within(zone));
        throw new PythonError('ValueError', 'Not naive datetime (tzinfo is already set)');
      }),
      normalize: hostFunction('normalize', ({ args }) =>
        momentObject(Moment.at(momentIn(args[0], 'normalize').instant, zone)),
      ),
    },
  });
}

/** What stands behind a `tzinfo`. */
class HeldZone {
  readonly zone: Zone;
  readonly held: number | null;

  constructor(zone: Zone, held: number | null) {
    this.zone = zone;
    this.held = held;
  }
}

/** The zone that a `tzinfo` argument is. */
export function zoneOf(value: Value): Zone {
  return heldZoneOf(value).zone;
}

function heldZoneOf(value: Value): HeldZone {
  if (value instanceof HostObject && value.native instanceof HeldZone) return value.native;
  throw new PythonError('TypeError', 'tzinfo argument must be a time zone');
}

/** A date moves by whole days alone. */
function shifted(moment: Moment, micros: number, operator: '+' | '-'): Moment {
  const day = 86_400_000_000;
  const distance = moment.kind === 'date' ? Math.floor(micros / day) * day : micros;
  const moved = operator === '+' ? moment.micros + distance : moment.micros - distance;
  return new Moment(moment.kind, moved, moment.offset, moment.zone);
}

function refuseMixture(a: Moment, b: Moment): void {
  if (a.kind === b.kind && (a.offset === null) === (b.offset === null)) return;
  throw new PythonError(
    'TypeError',
    'dates, datetimes with a time zone and those without cannot be compared with one another',
  );
}

function replaced(moment: Moment, call: Call): HostObject {
  const clock = moment.kind === 'datetime';
  const names = clock ? [...partNames, 'tzinfo'] : partNames.slice(0, 3);
  const given = readArguments(call, 'replace', names);
  const zone = clock ? given.pop() : undefined;
  const parts = moment.parts.map((part, index) => intOf(given[index], part));
  const { micros } = Moment.of(moment.kind, parts);
  const [offset, place] = zoneAfter(moment, zone);
  return momentObject(new Moment(moment.kind, micros, offset, place));
}

/** Offset and zone once `tzinfo` is replaced. */
function zoneAfter(moment: Moment, zone: Value | undefined): [number | null, Zone | null] {
  if (zone === undefined) return [moment.offset, moment.zone];
  if (zone === null) return [null, null];
  const { zone: place, held } = heldZoneOf(zone);
  if (held !== null) return [held, place];
  throw new PythonError(
    'ValueError',
    `replace(tzinfo) would set ${place.name} to its mean solar time; use its localize() instead`,
  );
}

/** The parts Python prints: seconds and microseconds only where they are not zero. */
function trimmed(parts: readonly number[], kind: Moment['kind']): readonly number[] {
  if (kind === 'date') return parts.slice(0, 3);
  if (parts[6] !== 0) return parts;
  return parts[5] === 0 ? parts.slice(0, 5) : parts.slice(0, 6);
}
