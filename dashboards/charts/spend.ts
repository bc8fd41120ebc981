import { axisX, axisY, barY, gridY, pointerX, ruleY, tickY, tip } from '@observablehq/plot';
import { shortMoney, tickMoney } from '../format/money.ts';
import { type Drawing, draw, type Frame } from './frame.ts';

/** Spend posted and budgeted in one month, in the reporting currency. */
export interface SpendMonth {
  readonly month: string;
  readonly actual: number | undefined;
  readonly budget: number | undefined;
}

export interface SpendOptions extends Frame {
  readonly currency: string;
}

function describe({ month, actual, budget }: SpendMonth, currency: string): string {
  const spent = actual === undefined ? 'nothing posted' : `${shortMoney(actual, currency)} spent`;
  const plan = budget === undefined ? 'no budget' : `${shortMoney(budget, currency)} budgeted`;
  return `${month}: ${spent}, ${plan}`;
}

/** Spend by month as bars, the month's budget as a tick across its bar. */
export function spendChart(
  rows: readonly SpendMonth[],
  { currency, ...frame }: SpendOptions,
): Drawing {
  const marks = rows.map((row) => ({
    month: row.month,
    actual: row.actual,
    budget: row.budget,
    top: Math.max(row.actual ?? 0, row.budget ?? 0),
    text: describe(row, currency),
  }));
  const every = Math.max(1, Math.ceil(rows.length / Math.max(3, Math.floor(frame.width / 80))));
  const ticks = rows.map(({ month }) => month).filter((_, index) => index % every === 0);
  return draw(
    {
      height: frame.width < 480 ? 220 : 260,
      marginLeft: 64,
      marginTop: 24,
      x: { type: 'band', label: null, domain: rows.map(({ month }) => month), padding: 0.25 },
      y: { label: `${currency} per month`, nice: true, zero: true },
      marks: [
        gridY({ ticks: 5 }),
        axisX({ ticks }),
        axisY({ ticks: 5, tickFormat: tickMoney }),
        barY(marks, { x: 'month', y: 'actual', fill: 'var(--series-1)' }),
        tickY(marks, {
          x: 'month',
          y: 'budget',
          stroke: 'var(--series-2)',
          strokeWidth: 3,
          insetLeft: -2,
          insetRight: -2,
        }),
        ruleY([0]),
        tip(
          marks,
          pointerX({
            x: 'month',
            y: 'top',
            title: 'text',
            fill: 'var(--surface)',
            stroke: 'var(--line)',
          }),
        ),
      ],
    },
    frame,
    marks.map(({ month, top, text }) => ({ x: month, y: top, text })),
  );
}
