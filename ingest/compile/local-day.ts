import { identifier, text } from '../engine.ts';
import { isTimeZoneSql } from '../zones.ts';
import { clean, translate } from './clean.ts';
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

const STAMP = '\\d{4}-\\d\\d-\\d\\d[T ]\\d{1,2}:.*';
const HAS_CLOCK = /%[HIcTXfp]/;

/** SQL of the instant that a value is in a format; NULL where it is none, as a day alone. */
const instant = (value: string, format: string): readonly string[] => {
  if (format === 'iso')
    return [
      `CASE WHEN regexp_full_match(${value}, ${text(STAMP)}) THEN TRY_CAST(${value} AS TIMESTAMPTZ) END`,
    ];
  return HAS_CLOCK.test(format) ? [`timezone('UTC', try_strptime(${value}, ${text(format)}))`] : [];
};

/**
 * SQL of the day that a UTC time stamp is in the zone of its row; `day` is SQL of the day where the value has no time. A stamp
 * whose zone is none stays as it is, for the contract to refuse.
 */
export const localDay = (
  one: PlannedColumn,
  value: string,
  formats: readonly string[],
  day: string,
): string => {
  const instants = formats.flatMap((format) => instant(value, format));
  if (!one.zone || instants.length === 0) return day;
  const zone = zoneOf(one);
  const moment = `coalesce(${instants.join(', ')})`;
  return `CASE WHEN ${moment} IS NULL THEN ${day} WHEN ${isTimeZoneSql(zone)} THEN strftime(timezone(${zone}, ${moment}), '%Y-%m-%d') ELSE ${value} END`;
};
