import type { Cell } from '../field.ts';
import { cellText, type Json } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { byId, codeOf, decodeOf } from './field.ts';

const DURATION = /^([-+])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Whole days of an ISO 8601 duration; undefined for months, years, fractions and parts of a day, which are no number of days. */
export const wholeDays = (duration: Cell): number | undefined => {
  const match = DURATION.exec(duration ?? '');
  if (!match || /[PT]$/.test(duration ?? '')) return undefined;
  const [sign, weeks, days, hours, minutes, seconds] = match.slice(1);
  const of = (part: string | undefined) => Number(part ?? 0);
  const time = of(hours) * 3_600 + of(minutes) * 60 + of(seconds);
  if (time % 86_400 !== 0) return undefined;
  const total = of(weeks) * 7 + of(days) + time / 86_400;
  return sign === '-' ? -total : total;
};

const isType = (timing: Json, code: string, word: RegExp): boolean =>
  codeOf(at(timing, 'type')) === code || word.test(decodeOf(at(timing, 'type')) ?? '');

const textAt = (tree: Json, key: string): Cell => cellText(at(tree, key));

/** Which day after its timeline's fixed reference a scheduled instance falls on. */
export const offsetsIn = (timings: readonly Json[]): ((instanceId: Cell) => number | undefined) => {
  const from = new Map<string, Json[]>();
  for (const timing of timings) {
    const id = textAt(timing, 'relativeFromScheduledInstanceId');
    if (id !== null) from.set(id, [...(from.get(id) ?? []), timing]);
  }
  const offset = (instanceId: Cell, passed: readonly string[]): number | undefined => {
    const own = from.get(instanceId ?? '') ?? [];
    const [timing] = own;
    if (instanceId === null || own.length !== 1 || !timing || passed.includes(instanceId))
      return undefined;
    if (isType(timing, 'C201358', /^fixed reference$/i)) return 0;
    const isBefore = isType(timing, 'C201357', /^before$/i);
    if (!isBefore && !isType(timing, 'C201356', /^after$/i)) return undefined;
    const relation = decodeOf(at(timing, 'relativeToFrom'));
    if (relation !== null && !/^start to start$/i.test(relation)) return undefined;
    const days = wholeDays(textAt(timing, 'value') ?? textAt(timing, 'timingValue'));
    const anchor = offset(textAt(timing, 'relativeToScheduledInstanceId'), [...passed, instanceId]);
    if (days === undefined || anchor === undefined) return undefined;
    return isBefore ? anchor - days : anchor + days;
  };
  return (instanceId) => offset(instanceId, []);
};

/** When an encounter is planned: its scheduled instance and timing, and the days that these come to. */
export interface Planned {
  readonly timelineId: Cell;
  readonly instanceId: Cell;
  readonly epochId: Cell;
  readonly timing: Json | undefined;
  readonly offsetDays: number | undefined;
}

/**
 * The plan of every encounter of a design, by encounter id: by its first scheduled instance, those of the main timeline
 * before those of others.
 */
export const plannedEncounters = (design: Json): ReadonlyMap<string, Planned> => {
  const timelines = [...items(design, 'scheduleTimelines')].sort(
    (left, right) =>
      Number(textAt(right, 'mainTimeline') === 'true') -
      Number(textAt(left, 'mainTimeline') === 'true'),
  );
  const planned = new Map<string, Planned>();
  for (const timeline of timelines) {
    const timings = items(timeline, 'timings');
    const offsetOf = offsetsIn(timings);
    const known = byId(items(timeline, 'instances'));
    for (const instance of items(timeline, 'instances')) {
      const encounterId = textAt(instance, 'encounterId');
      const id = textAt(instance, 'id');
      if (encounterId === null || planned.has(encounterId) || !known.get(id ?? '')) continue;
      planned.set(encounterId, {
        timelineId: textAt(timeline, 'id'),
        instanceId: id,
        epochId: textAt(instance, 'epochId'),
        timing: timings.find((each) => textAt(each, 'relativeFromScheduledInstanceId') === id),
        offsetDays: offsetOf(id),
      });
    }
  }
  return planned;
};
