import { text } from '../engine.ts';

const whole = (value: string, pattern: string): string =>
  `regexp_full_match(${value}, ${text(pattern)})`;

/** Days counted from a day that a system counts from. */
const dayNumber = (value: string, origin: string): string =>
  `CASE WHEN ${whole(value, '-?\\d{1,6}(\\.0+)?')} THEN CAST(DATE ${text(origin)} + CAST(TRY_CAST(${value} AS DOUBLE) AS INTEGER) AS VARCHAR) END`;

const CLOCK = '[T ][-0-9:.]*(Z|[+-]\\d\\d:?\\d\\d)?( ?UTC)?';
const ZONED = '\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+ ?(Z|UTC|[+-]\\d\\d:?\\d\\d)';

const iso = (value: string, zone: string | undefined): string => {
  const local = zone
    ? `WHEN ${whole(value, ZONED)} THEN strftime(TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE ${text(zone)}, '%Y-%m-%d') `
    : '';
  return `CASE ${local}WHEN ${whole(value, `\\d{4}-\\d\\d-\\d\\d(${CLOCK})?`)} THEN left(${value}, 10) WHEN ${whole(value, '\\d{4}(-\\d\\d)?-*')} THEN rtrim(${value}, '-') WHEN ${whole(value, '\\d{4}---\\d\\d')} THEN left(${value}, 4) END`;
};

const compact = (value: string): string =>
  `CASE WHEN ${whole(value, '\\d{8}')} THEN left(${value}, 4) || '-' || substr(${value}, 5, 2) || '-' || right(${value}, 2) WHEN ${whole(value, '\\d{6}')} THEN left(${value}, 4) || '-' || right(${value}, 2) END`;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const DAY_MONTH_YEAR = '(\\d{1,2}|[A-Za-z]{2,3}|-+)[ ./-](\\d{1,2}|[A-Za-z]{2,9}|-+)[ ./-](\\d{4})';

/** As people write it in forms: what is unknown is a word (`UN`, `UNK`, `NK`) or dashes in the place of the day or month. */
const dayMonthYear = (value: string): string => {
  const part = (at: number): string => `regexp_extract(${value}, ${text(DAY_MONTH_YEAR)}, ${at})`;
  const unknown = (at: number): string =>
    `upper(${part(at)}) IN ('UN', 'UK', 'NK', 'UNK', 'XX', 'XXX') OR ltrim(${part(at)}, '-') = ''`;
  const month = `coalesce(CASE WHEN ${whole(part(2), '\\d{1,2}')} THEN lpad(${part(2)}, 2, '0') END, lpad(list_position([${MONTHS.map(text).join(', ')}], upper(left(${part(2)}, 3)))::VARCHAR, 2, '0'))`;
  return `CASE WHEN ${whole(value, DAY_MONTH_YEAR)} THEN CASE WHEN ${unknown(2)} THEN ${part(3)} WHEN ${unknown(1)} THEN ${part(3)} || '-' || ${month} ELSE ${part(3)} || '-' || ${month} || '-' || lpad(${part(1)}, 2, '0') END END`;
};

/** The years 1 to 9999; the engine gives up on a whole file for a second beyond its own range. */
const SECONDS = '-62135596800 AND 253402300799';

/** SQL of the instant that a value is in seconds since 1970; NULL where it is none. */
export const epochInstant = (value: string): string =>
  `CASE WHEN ${whole(value, '-?\\d{1,12}(\\.\\d+)?')} AND TRY_CAST(${value} AS DOUBLE) BETWEEN ${SECONDS} THEN to_timestamp(TRY_CAST(${value} AS DOUBLE)) END`;

/** Formats of strptime whose values tell how far they are from UTC. */
export const HAS_OFFSET = /%[zZ]/;

/** SQL of the day of a date-time without zone. */
export const dayOf = (local: string): string => `strftime(${local}, '%Y-%m-%d')`;

const stamped = (value: string, format: string, zone: string | undefined): string => {
  const stamp = `try_strptime(${value}, ${text(format)})`;
  return dayOf(HAS_OFFSET.test(format) ? `timezone(${text(zone ?? 'UTC')}, ${stamp})` : stamp);
};

/**
 * SQL of the date that a value is in one format, as far as it is known; NULL where it is none. An instant is its day in
 * `zone`; without one the day that ISO 8601 writes, and the day in UTC for what other formats tell with an offset, or in seconds.
 */
export const dateIn = (value: string, format: string, zone: string | undefined): string => {
  switch (format) {
    case 'iso':
      return iso(value, zone);
    case 'epoch_day':
      return dayNumber(value, '1970-01-01');
    case 'excel_day':
      return dayNumber(value, '1899-12-30');
    case 'sas_day':
      return dayNumber(value, '1960-01-01');
    case 'epoch_second':
      return dayOf(`timezone(${text(zone ?? 'UTC')}, ${epochInstant(value)})`);
    case 'compact':
      return compact(value);
    case 'day_month_year':
      return dayMonthYear(value);
    default:
      return stamped(value, format, zone);
  }
};

/**
 * SQL of the first date of those that `tries` find in a value; a value in which none finds one is left as it is, for the
 * contract to refuse. A value of dashes alone (`----`) is no value.
 */
export const firstDate = (value: string, tries: readonly string[]): string =>
  `CASE WHEN length(${value}) = 10 AND substr(${value}, 5, 1) = '-' AND substr(${value}, 8, 1) = '-' THEN rtrim(${value}, '-') WHEN ltrim(${value}, '-') = '' THEN NULL ELSE coalesce(${tries.join(', ')}, ${value}) END`;

/** A date in ISO 8601 as far as it is known: the declared formats are tried in order. */
export const dateText = (
  value: string,
  formats: readonly string[],
  zone: string | undefined,
): string =>
  firstDate(
    value,
    formats.map((format) => dateIn(value, format, zone)),
  );

/** HL7's TS to the second, with its offset where it has one. */
const HL7 = '\\d{14}([+-]\\d{4})?';

/** A time stamp with `T`, seconds as delivered, zone as delivered. */
export const dateTimeText = (value: string): string =>
  `CASE WHEN ${whole(value, '\\d{4}-\\d\\d-\\d\\d \\d\\d:.*')} THEN left(${value}, 10) || 'T' || replace(substr(${value}, 12), ' ', '') WHEN ${whole(value, '\\d{4}-\\d\\d-\\d\\d')} THEN ${value} || 'T00:00:00' WHEN ${whole(value, HL7)} THEN regexp_replace(${value}, ${text('(....)(..)(..)(..)(..)(..)(?:(...)(..))?')}, CASE WHEN length(${value}) > 14 THEN '\\1-\\2-\\3T\\4:\\5:\\6\\7:\\8' ELSE '\\1-\\2-\\3T\\4:\\5:\\6' END) ELSE ${value} END`;

/** `2026-03` from `2026-03`, `202603` or a full date. */
export const yearMonthText = (value: string): string =>
  `CASE WHEN ${whole(value, '\\d{4}-\\d\\d-\\d\\d([T ].*)?')} THEN left(${value}, 7) WHEN ${whole(value, '\\d{6}')} THEN left(${value}, 4) || '-' || right(${value}, 2) ELSE ${value} END`;
