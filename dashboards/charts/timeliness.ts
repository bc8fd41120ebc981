import { barX, pointerX, text, tip } from '@observablehq/plot';
import { integer, percent } from '../format/number.ts';
import { type Drawing, draw, type Frame } from './frame.ts';

/** Visit reports whose target day has passed, by how they stand. */
export interface Timeliness {
  readonly onTime: number;
  readonly late: number;
  readonly overdue: number;
}

/** One stacked bar: reports on time, late, and still missing after their target. */
export function timelinessChart(reports: Timeliness, frame: Frame): Drawing {
  const total = reports.onTime + reports.late + reports.overdue;
  const parts = [
    { state: 'On time', value: reports.onTime, fill: 'var(--good)' },
    { state: 'Late', value: reports.late, fill: 'var(--warn)' },
    { state: 'Overdue', value: reports.overdue, fill: 'var(--bad)' },
  ];
  let start = 0;
  const marks = parts
    .filter(({ value }) => value > 0)
    .map(({ state, value, fill }) => {
      const spoken = `${state}: ${integer(value)} of ${integer(total)} (${percent(value / total)})`;
      const mark = { state, value, fill, start, end: start + value, middle: start + value / 2 };
      start = mark.end;
      return { ...mark, bar: 'reports', text: spoken };
    });
  return draw(
    {
      height: 76,
      marginLeft: 4,
      marginRight: 4,
      marginTop: 24,
      marginBottom: 8,
      x: { domain: [0, Math.max(1, total)], axis: null },
      y: { type: 'band', domain: ['reports'], axis: null },
      marks: [
        barX(marks, {
          x1: 'start',
          x2: 'end',
          y: 'bar',
          fill: 'fill',
          insetLeft: 1,
          insetRight: 1,
        }),
        text(
          marks.filter(({ value }) => (value / total) * frame.width > 64),
          {
            x: 'middle',
            y: 'bar',
            text: ({ state, value }: (typeof marks)[number]) => `${state} ${integer(value)}`,
            fill: 'var(--on-mark)',
            fontWeight: 600,
          },
        ),
        tip(
          marks,
          pointerX({
            x: 'middle',
            y: 'bar',
            title: 'text',
            fill: 'var(--surface)',
            stroke: 'var(--line)',
          }),
        ),
      ],
      color: { type: 'identity' },
    },
    frame,
    marks.map(({ middle, text: spoken }) => ({ x: middle, y: 'reports', text: spoken })),
  );
}
