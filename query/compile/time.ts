import { QueryError } from '../errors.ts';

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;

export type Grain = (typeof grains)[number];

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
