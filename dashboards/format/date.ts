/** Midnight UTC of an ISO date or month. */
export function utc(text: string): Date {
  return new Date(text.length === 7 ? `${text}-01T00:00:00Z` : `${text.slice(0, 10)}T00:00:00Z`);
}

export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function monthOf(text: string): string {
  return text.slice(0, 7);
}

/** The last day of a month given as `YYYY-MM`. */
export function monthEnd(month: string): Date {
  const first = utc(month);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
}

/** Every month from the first to the last, both included, as `YYYY-MM`. */
export function months(first: string, last: string): string[] {
  const out: string[] = [];
  const day = utc(monthOf(first));
  const end = utc(monthOf(last));
  while (day <= end) {
    out.push(isoDay(day).slice(0, 7));
    day.setUTCMonth(day.getUTCMonth() + 1);
  }
  return out;
}

/** `2026-03-31 14:05 UTC` of an ISO timestamp; a plain date stays a date. */
export function moment(text: string): string {
  return text.length <= 10 ? text : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
