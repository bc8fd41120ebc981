import { areaY, axisX, axisY, gridY, line, pointerX, ruleY, text, tip } from '@observablehq/plot';
import { monthEnd, utc } from '../format/date.ts';
import { decimal, integer } from '../format/number.ts';
import { asOfMarks } from './as-of.ts';
import { type Drawing, draw, type Frame } from './frame.ts';

/** Subjects enrolled and planned up to the end of a month; undefined where there is none. */
export interface EnrollmentMonth {
  readonly month: string;
  readonly enrolled: number | undefined;
  readonly planned: number | undefined;
}

export interface EnrollmentOptions extends Frame {
  /** Day the data were true, as ISO date. */
  readonly asOf: string;
}

interface Mark {
  readonly date: Date;
  readonly value: number;
  readonly series: string;
  readonly text: string;
}

function describe({ month, enrolled, planned }: EnrollmentMonth): string {
  const parts = [
    enrolled === undefined ? undefined : `${integer(enrolled)} enrolled`,
    planned === undefined ? undefined : `${decimal(planned)} planned`,
  ];
  return `${month}: ${parts.filter((part) => part !== undefined).join(', ')}`;
}

function dateOf(month: string, asOf: string): Date {
  const end = monthEnd(month);
  return month === asOf.slice(0, 7) ? utc(asOf) : end;
}

function seriesOf(
  rows: readonly EnrollmentMonth[],
  key: 'enrolled' | 'planned',
  asOf: string,
): Mark[] {
  return rows.flatMap((row) => {
    const value = row[key];
    if (value === undefined) return [];
    const date = key === 'enrolled' ? dateOf(row.month, asOf) : monthEnd(row.month);
    return [{ date, value, series: key, text: describe(row) }];
  });
}

/** Cumulative enrolment against plan: solid line for actual, dashed for plan, rule at the data day. */
export function enrollmentChart(
  rows: readonly EnrollmentMonth[],
  { asOf, ...frame }: EnrollmentOptions,
): Drawing {
  const enrolled = seriesOf(rows, 'enrolled', asOf);
  const planned = seriesOf(rows, 'planned', asOf);
  const reading = [...planned.filter(({ date }) => date > utc(asOf)), ...enrolled].sort(
    (a, b) => a.date.getTime() - b.date.getTime(),
  );
  const narrow = frame.width < 480;
  const top = Math.max(1, ...[...enrolled, ...planned].map(({ value }) => value));
  const at = { x: 'date', y: 'value' };
  return draw(
    {
      height: narrow ? 240 : 300,
      marginLeft: 48,
      marginRight: 68,
      marginTop: 28,
      x: { type: 'utc', label: null },
      y: { label: narrow ? null : 'Subjects, cumulative', domain: [0, top], nice: true },
      marks: [
        gridY({ ticks: 5 }),
        axisX({ ticks: Math.max(3, Math.floor(frame.width / 120)) }),
        axisY({ ticks: 5 }),
        ruleY([0]),
        areaY(enrolled, { ...at, fill: 'var(--series-1)', fillOpacity: 0.08 }),
        line(planned, { ...at, stroke: 'var(--series-2)', strokeWidth: 2, strokeDasharray: '6 4' }),
        line(enrolled, { ...at, stroke: 'var(--series-1)', strokeWidth: 2.5 }),
        ...asOfMarks(
          asOf,
          [...enrolled, ...planned].map(({ date }) => date),
        ),
        text(planned.slice(-1), {
          ...at,
          text: () => 'Plan',
          dx: 8,
          textAnchor: 'start',
          fill: 'var(--series-2)',
        }),
        text(enrolled.slice(-1), {
          ...at,
          text: () => 'Enrolled',
          dx: 8,
          textAnchor: 'start',
          fill: 'var(--series-1)',
          fontWeight: 600,
          stroke: 'var(--surface)',
          strokeWidth: 4,
        }),
        tip(
          reading,
          pointerX({ ...at, title: 'text', fill: 'var(--surface)', stroke: 'var(--line)' }),
        ),
      ],
    },
    frame,
    reading.map(({ date, value, text: spoken }) => ({ x: date, y: value, text: spoken })),
  );
}
