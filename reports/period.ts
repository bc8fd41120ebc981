import { ReportError } from './errors.ts';

/** A calendar month as accountants close it; dates are ISO text. */
export type Period = {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly dayAfter: string;
  readonly previous: string;
};

export function parsePeriod(text: string): Period {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (match === null) {
    throw new ReportError(
      'REPORT_PERIOD_MALFORMED',
      `Period "${text}" is not a month: write it as YYYY-MM, for example 2026-03.`,
    );
  }
  const year = Number(match[1]);
  const month = Number(match[2]) - 1;
  return {
    name: text,
    start: isoDate(Date.UTC(year, month, 1)),
    end: isoDate(Date.UTC(year, month + 1, 0)),
    dayAfter: isoDate(Date.UTC(year, month + 1, 1)),
    previous: isoDate(Date.UTC(year, month - 1, 1)).slice(0, 7),
  };
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
