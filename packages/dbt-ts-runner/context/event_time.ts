import { quoteIdentifier } from '../adapter/relation.ts';
import { str, utcDatetime } from '../jinja/index.ts';
import type { RefableNode, SourceNode } from '../manifest/node.ts';

/** From `start`, up to and without `end`. */
export interface TimeWindow {
  readonly start: Date;
  readonly end: Date;
}

/** One of the windows that a microbatch model is built in. */
export interface Batch extends TimeWindow {
  /** `20240917` for a day. */
  readonly id: string;
  /** `2024-09-17` for a day. */
  readonly name: string;
}

/**
 * The condition on the rows that are read of a relation with an event time, for a batch, a sample,
 * or both; undefined where all are read.
 */
export function eventTimeFilter(
  target: RefableNode | SourceNode,
  batch: TimeWindow | undefined,
  sample: TimeWindow | undefined,
): string | undefined {
  const { event_time } = target.config;
  const window =
    batch === undefined || sample === undefined ? (batch ?? sample) : both(batch, sample);
  if (typeof event_time !== 'string' || window === undefined) return undefined;
  const column = Object.values(target.columns).find(({ name }) => name === event_time);
  const quotes = column?.quote ?? ('quoting' in target && target.quoting.column === true);
  const field = quotes ? quoteIdentifier(event_time) : event_time;
  return `${field} >= '${momentText(window.start)}' and ${field} < '${momentText(window.end)}'`;
}

/** The moment as Python prints it: `2024-09-17 00:00:00+00:00`. */
export function momentText(moment: Date): string {
  return str(utcDatetime(moment));
}

function both(a: TimeWindow, b: TimeWindow): TimeWindow {
  return { start: a.start > b.start ? a.start : b.start, end: a.end < b.end ? a.end : b.end };
}
