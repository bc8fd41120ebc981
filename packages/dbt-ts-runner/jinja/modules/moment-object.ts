import { PythonError } from '../errors.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { PyFloat } from '../values/float.ts';
import { HostObject, hostFunction, hostObject } from '../values/host.ts';
import type { Value } from '../values/value.ts';
import { durationObject, durationOf } from './duration.ts';
import { Moment } from './moment.ts';
import { strftime } from './strftime.ts';

const partNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

/** A Python `date` or `datetime`. */
export function momentObject(moment: Moment): HostObject {
  const { kind, parts } = moment;
  const [year, month, day] = parts;
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
      weekday: hostFunction('weekday', () => moment.weekday),
      isoweekday: hostFunction('isoweekday', () => moment.weekday + 1),
      replace: hostFunction('replace', (call) => replaced(moment, call)),
      ...(kind === 'datetime' && {
        date: hostFunction('date', () => momentObject(Moment.of('date', [year, month, day]))),
        timestamp: hostFunction('timestamp', () => new PyFloat(moment.instant / 1_000_000)),
      }),
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

export function momentOf(value: Value): Moment | undefined {
  return value instanceof HostObject && value.native instanceof Moment ? value.native : undefined;
}

/** A date moves by whole days alone. */
function shifted(moment: Moment, micros: number, operator: '+' | '-'): Moment {
  const day = 86_400_000_000;
  const distance = moment.kind === 'date' ? Math.floor(micros / day) * day : micros;
  const moved = operator === '+' ? moment.micros + distance : moment.micros - distance;
  return new Moment(moment.kind, moved, moment.offset);
}

function refuseMixture(a: Moment, b: Moment): void {
  if (a.kind === b.kind && (a.offset === null) === (b.offset === null)) return;
  throw new PythonError(
    'TypeError',
    'dates, datetimes with a time zone and those without cannot be compared with one another',
  );
}

function replaced(moment: Moment, call: Call): HostObject {
  const names = [...(moment.kind === 'date' ? partNames.slice(0, 3) : partNames), 'tzinfo'];
  const given = readArguments(call, 'replace', names);
  const zone = given.pop();
  const parts = moment.parts.map((part, index) => intOf(given[index], part));
  const keepsZone = zone === undefined;
  if (!keepsZone && zone !== null) {
    throw new PythonError(
      'TypeError',
      'replace() can only remove a tzinfo; use localize() to set one',
    );
  }
  return momentObject(Moment.of(moment.kind, parts, keepsZone ? moment.offset : null));
}

/** The parts Python prints: seconds and microseconds only where they are not zero. */
function trimmed(parts: readonly number[], kind: Moment['kind']): readonly number[] {
  if (kind === 'date') return parts.slice(0, 3);
  if (parts[6] !== 0) return parts;
  return parts[5] === 0 ? parts.slice(0, 5) : parts.slice(0, 6);
}
