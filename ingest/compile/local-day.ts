import { identifier, text } from '../engine.ts';
import { isTimeZoneSql } from '../zones.ts';
import { clean, translate } from './clean.ts';
import { dateIn, dayOf, epochInstant, firstDate, HAS_OFFSET } from './dates.ts';
import type { PlannedColumn } from './plan.ts';

const zoneOf = (one: PlannedColumn): string => identifier(`zone of ${one.column.name}`);

/** Names of the column that carries the zone, where another column tells it. */
export const zoneNames = (one: PlannedColumn): readonly string[] => (one.zone ? [zoneOf(one)] : []);

/** Select list item that carries the zone to where the date is made. */
export const zoneCells = (one: PlannedColumn): readonly string[] =>
  one.zone
    ? [
        `${translate(clean(one.zone.cell, [], 'any'), one.source.utc_to?.values, undefined)} AS ${zoneOf(one)}`,
      ]
    : [];

const STAMP =
  '^(\\d{4}-\\d\\d-\\d\\d)[T ](\\d{1,2}:\\d\\d)(:\\d\\d(?:\\.\\d+)?)? ?(Z|UTC|[+-]\\d\\d(?::?\\d\\d)?)?$';

/** An ISO day with something of a time after it; what is no instant then has no day in a zone. */
const TIMED = '\\d{4}-\\d\\d-\\d\\d[T ].*\\d.*';

const isoInstant = (value: string): string => {
  const part = (at: number): string => `regexp_extract(${value}, ${text(STAMP)}, ${at})`;
  const seconds = `coalesce(nullif(${part(3)}, ''), ':00')`;
  const offset = `CASE WHEN ${part(4)} IN ('', 'UTC') THEN 'Z' ELSE ${part(4)} END`;
  return `TRY_CAST(${part(1)} || ' ' || ${part(2)} || ${seconds} || ${offset} AS TIMESTAMPTZ)`;
};

const HAS_CLOCK = /%[HIcTXfp]/;

/** SQL of the instant that a value is in a format, NULL where it is none; undefined where the format has days alone. */
const instant = (value: string, format: string): string | undefined => {
  if (format === 'iso') return isoInstant(value);
  if (format === 'epoch_second') return epochInstant(value);
  if (!HAS_CLOCK.test(format)) return undefined;
  const stamp = `try_strptime(${value}, ${text(format)})`;
  return HAS_OFFSET.test(format) ? stamp : `timezone('UTC', ${stamp})`;
};

/** SQL of the day that a value is in one format and the zone of its row; the value itself where its stamp or zone is none. */
const localDay = (zone: string, value: string, format: string): string => {
  const moment = instant(value, format);
  const day = dateIn(value, format, undefined);
  if (moment === undefined) return day;
  const local = `CASE WHEN ${isTimeZoneSql(zone)} THEN ${dayOf(`timezone(${zone}, ${moment})`)} ELSE ${value} END`;
  const untimed = `CASE WHEN NOT regexp_full_match(${value}, ${text(TIMED)}) THEN ${day} END`;
  return `CASE WHEN ${moment} IS NOT NULL THEN ${local}${format === 'iso' ? ` ELSE ${untimed}` : ''} END`;
};

/**
 * SQL of the date that a UTC time stamp is in the zone of its row; a day without a time stays. A stamp that is no instant, or
 * whose zone is none, stays as it is, for the contract to refuse.
 */
export const localDate = (one: PlannedColumn, value: string, formats: readonly string[]): string =>
  firstDate(
    value,
    formats.map((format) => localDay(zoneOf(one), value, format)),
  );
