import type { TimeWindow } from '../context/event_time.ts';
import { RunnerError } from '../errors.ts';
import { batchSizes, shifted } from '../run/microbatch/batch_size.ts';
import type { BatchTimes } from '../run/microbatch/plan_batches.ts';
import { momentIn } from '../run/moment_text.ts';
import { objectOf, parseYaml, textOf } from './yaml.ts';

/** Which rows count by their event time. */
export interface EventTimeOptions {
  /** What microbatch models are built for: both, or neither. */
  readonly eventTimeStart?: string;
  readonly eventTimeEnd?: string;
  /** Rows that are read of whatever has an event time: `3 days`, or `{start: ..., end: ...}`. */
  readonly sample?: string;
}

/** The sample and the times of batches that the options ask for. */
export function eventTimesOf(
  options: EventTimeOptions,
  now: Date,
  earlier: BatchTimes['earlier'] = new Map(),
): { readonly sample: TimeWindow | undefined; readonly batchTimes: BatchTimes } {
  const sample = options.sample === undefined ? undefined : sampleOf(options.sample);
  const window = sample ?? windowOf(options);
  return { sample, batchTimes: { window, now, earlier } };
}

function windowOf({ eventTimeStart, eventTimeEnd }: EventTimeOptions): TimeWindow | undefined {
  if (eventTimeStart === undefined && eventTimeEnd === undefined) return undefined;
  if (eventTimeStart === undefined || eventTimeEnd === undefined) {
    throw invalid('--event-time-start and --event-time-end stand together. Give both.');
  }
  const window = {
    start: momentOf('--event-time-start', eventTimeStart),
    end: momentOf('--event-time-end', eventTimeEnd),
  };
  return inOrder(window, '--event-time-start', '--event-time-end');
}

function sampleOf(text: string): TimeWindow {
  const [, count, word = ''] = /^\s*(\d+)\s+(\w+)\s*$/.exec(text) ?? [];
  const size = batchSizes.find((name) => name === word.toLowerCase().replace(/s$/, ''));
  const end = new Date();
  if (count !== undefined && size !== undefined)
    return { start: shifted(end, size, -Number(count)), end };
  const given = text.includes(':') ? objectOf(parseYaml(text, '--sample')) : {};
  const [from, to] = [textOf(given.start), textOf(given.end)];
  if (from === undefined || to === undefined) {
    throw invalid(
      `--sample is '${text}'. Give a number of ${batchSizes.join('s, ')}s such as '3 days', or '{start: 2024-01-01, end: 2024-02-01}'.`,
    );
  }
  const window = { start: momentOf('--sample', from), end: momentOf('--sample', to) };
  return inOrder(window, 'The start of --sample', 'its end');
}

function momentOf(option: string, text: string): Date {
  const moment = momentIn(text);
  if (moment !== undefined) return moment;
  throw invalid(
    `${option} is '${text}'. Give a moment such as '2024-01-31' or '2024-01-31 08:00:00'.`,
  );
}

function inOrder(window: TimeWindow, start: string, end: string): TimeWindow {
  if (window.start < window.end) return window;
  throw invalid(`${start} is not before ${end}. Exchange them.`);
}

function invalid(sentence: string): RunnerError {
  return new RunnerError('option_invalid', sentence);
}
