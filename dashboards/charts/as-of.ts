import { type Markish, ruleX, text } from '@observablehq/plot';
import { utc } from '../format/date.ts';

/** A dotted rule at the day the data were true, labelled on the side that has room. */
export function asOfMarks(asOf: string, dates: readonly Date[]): Markish[] {
  const day = utc(asOf);
  const times = [...dates, day].map((date) => date.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const isRight = day.getTime() > first + (last - first) / 2;
  return [
    ruleX([day], { stroke: 'var(--muted)', strokeDasharray: '2 3' }),
    text([day], {
      x: (date: Date) => date,
      frameAnchor: 'top',
      dy: -16,
      dx: isRight ? 4 : -4,
      textAnchor: isRight ? 'end' : 'start',
      text: () => `data as of ${asOf}`,
      fill: 'var(--muted)',
    }),
  ];
}
