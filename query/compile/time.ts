import { type Grain, grains } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';

export function isGrain(name: string): name is Grain {
  return grains.some((grain) => grain === name);
}

/** A dimension name with its grain: `metric_time__month`, `month`, `event_date`. */
export function splitGrain(name: string): { dimension: string; grain: Grain } | undefined {
  if (name === 'metric_time') return { dimension: name, grain: 'day' };
  if (isGrain(name)) return { dimension: 'metric_time', grain: name };
  const [dimension = '', grain = ''] = name.split('__');
  return isGrain(grain) ? { dimension, grain } : undefined;
}

/** First day of the period that a date falls in. Weeks begin on Monday (ISO 8601). */
export function truncated(expr: string, grain: Grain): string {
  const date = `cast(${expr} as date)`;
  return grain === 'day' ? date : `cast(date_trunc('${grain}', ${date}) as date)`;
}

/** First and last day of an ISO date that may be partial: `2026`, `2026-03`, `2026-03-14`. */
export function daysOf(text: string, dimension: string): { first: string; last: string } {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text.trim());
  const [, year = '', month, day] = match ?? [];
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const time = new Date(`${first}T00:00:00Z`);
  if (!match || Number.isNaN(time.valueOf()) || time.toISOString().slice(0, 10) !== first) {
    throw new QueryError(
      'QUERY_INVALID_VALUE',
      `"${dimension}" is compared with something that is not a date: write YYYY-MM-DD, YYYY-MM or YYYY.`,
    );
  }
  if (day !== undefined) return { first, last: first };
  const next = new Date(time);
  if (month === undefined) next.setUTCFullYear(next.getUTCFullYear() + 1);
  else next.setUTCMonth(next.getUTCMonth() + 1);
  next.setUTCDate(next.getUTCDate() - 1);
  return { first, last: next.toISOString().slice(0, 10) };
}

const dayMs = 86_400_000;

/** The day before an ISO day. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

/** The day after an ISO day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** Last day of the period that an ISO day falls in. */
export function endOf(grain: Grain, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const before = (y: number, m: number) =>
    new Date(Date.UTC(y, m, 1) - dayMs).toISOString().slice(0, 10);
  switch (grain) {
    case 'day':
      return day;
    case 'week':
      return new Date(date.valueOf() + ((7 - date.getUTCDay()) % 7) * dayMs)
        .toISOString()
        .slice(0, 10);
    case 'month':
      return before(year, month + 1);
    case 'quarter':
      return before(year, month - (month % 3) + 3);
    default:
      return before(year + 1, 0);
  }
}

/** The first day of as many days as there are from `first` to `day`, that end with `last`. */
export function daysBefore(last: string, first: string, day: string): string {
  const length = Date.parse(`${day}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`);
  return new Date(Date.parse(`${last}T00:00:00Z`) - length).toISOString().slice(0, 10);
}

/** The same day of the month before; its last day for one that it does not have, and for a last day. */
export function monthBefore(day: string): string {
  const last = dayBefore(`${day.slice(0, 7)}-01`);
  const same = `${last.slice(0, 7)}${day.slice(7)}`;
  return day === endOf('month', day) || same > last ? last : same;
}
