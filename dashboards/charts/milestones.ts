import { axisX, axisY, dot, gridX, link, pointerY, tip } from '@observablehq/plot';
import { utc } from '../format/date.ts';
import { signed } from '../format/number.ts';
import { asOfMarks } from './as-of.ts';
import { type Drawing, draw, type Frame } from './frame.ts';

/** A milestone's first promise and what is true or expected now, as ISO dates. */
export interface Milestone {
  readonly label: string;
  readonly baseline: string | undefined;
  readonly current: string | undefined;
  readonly isDone: boolean;
  readonly isPastDue: boolean;
  readonly slipDays: number | undefined;
}

export interface MilestoneOptions extends Frame {
  readonly asOf: string;
}

export function milestoneState({ isDone, isPastDue }: Milestone): 'done' | 'past due' | 'open' {
  if (isDone) return 'done';
  return isPastDue ? 'past due' : 'open';
}

function describe(row: Milestone): string {
  const slip = row.slipDays === undefined ? '' : `, ${signed(row.slipDays)} days`;
  const baseline = row.baseline ?? 'none';
  return `${row.label}: baseline ${baseline}, ${milestoneState(row)} ${row.current ?? 'no date'}${slip}`;
}

const looks = [
  { state: 'done', symbol: 'circle', fill: 'var(--good)' },
  { state: 'open', symbol: 'diamond2', fill: 'var(--series-1)' },
  { state: 'past due', symbol: 'triangle', fill: 'var(--bad)' },
] as const;

/** One line a milestone: ring at the baseline, filled shape where it is or is expected. */
export function milestoneChart(
  rows: readonly Milestone[],
  { asOf, ...frame }: MilestoneOptions,
): Drawing {
  const marks = rows.flatMap((row) => {
    const current = row.current ?? row.baseline;
    if (current === undefined) return [];
    const from = utc(row.baseline ?? current);
    return [
      { label: row.label, from, to: utc(current), state: milestoneState(row), text: describe(row) },
    ];
  });
  const narrow = frame.width < 480;
  const longest = Math.max(0, ...marks.map(({ label }) => label.length));
  const marginLeft = Math.min(narrow ? 110 : 190, 16 + longest * 7);
  const ticks = Math.max(2, Math.floor((frame.width - marginLeft) / 90));
  return draw(
    {
      height: 52 + marks.length * 26,
      marginLeft,
      marginRight: 24,
      marginTop: 28,
      x: { type: 'utc', label: null, inset: 8 },
      y: { type: 'band', label: null, domain: marks.map(({ label }) => label) },
      marks: [
        gridX({ ticks }),
        axisX({ ticks }),
        axisY({ tickSize: 0, textOverflow: 'ellipsis', lineWidth: narrow ? 8 : 15 }),
        ...asOfMarks(
          asOf,
          marks.flatMap(({ from, to }) => [from, to]),
        ),
        link(marks, {
          x1: 'from',
          x2: 'to',
          y1: 'label',
          y2: 'label',
          stroke: 'var(--muted)',
          strokeWidth: 2,
        }),
        dot(marks, { x: 'from', y: 'label', r: 4, stroke: 'var(--ink)', fill: 'var(--surface)' }),
        ...looks.map(({ state, symbol, fill }) =>
          dot(
            marks.filter((mark) => mark.state === state),
            { x: 'to', y: 'label', r: 5.5, symbol, fill },
          ),
        ),
        tip(
          marks,
          pointerY({
            x: 'to',
            y: 'label',
            title: 'text',
            fill: 'var(--surface)',
            stroke: 'var(--line)',
          }),
        ),
      ],
    },
    frame,
    marks.map(({ label, to, text: spoken }) => ({ x: to, y: label, text: spoken })),
  );
}
