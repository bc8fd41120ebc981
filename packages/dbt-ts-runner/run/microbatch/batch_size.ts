import type { Batch, TimeWindow } from '../../context/event_time.ts';

export const batchSizes = ['hour', 'day', 'month', 'year'] as const;
export type BatchSize = (typeof batchSizes)[number];

/** How many characters of `2024-09-17T16:06` name a batch. */
const named: Readonly<Record<BatchSize, number>> = { hour: 13, day: 10, month: 7, year: 4 };

/** The start of the hour, day, month or year that holds the moment, in UTC. */
export function floorOf(moment: Date, size: BatchSize): Date {
  return shifted(moment, size, 0);
}

/** The moment itself where it is a start, else the next start. */
export function ceilingOf(moment: Date, size: BatchSize): Date {
  const floor = floorOf(moment, size);
  return floor.getTime() === moment.getTime() ? floor : shifted(moment, size, 1);
}

/** The start so many hours, days, months or years from the one that holds the moment. */
export function shifted(moment: Date, size: BatchSize, by: number): Date {
  const steps = (unit: BatchSize) => (unit === size ? by : 0);
  const year = moment.getUTCFullYear() + steps('year');
  const month = size === 'year' ? 0 : moment.getUTCMonth() + steps('month');
  const isShort = size === 'day' || size === 'hour';
  const day = isShort ? moment.getUTCDate() + steps('day') : 1;
  const hour = size === 'hour' ? moment.getUTCHours() + steps('hour') : 0;
  return new Date(Date.UTC(year, month, day, hour));
}

/** The window in pieces of the size; the last one ends with the window. */
export function batchesIn({ start, end }: TimeWindow, size: BatchSize): Batch[] {
  const batches: Batch[] = [];
  for (let from = start; batches.length === 0 || from < end; from = shifted(from, size, 1)) {
    const to = shifted(from, size, 1);
    batches.push(batchOf({ start: from, end: to < end ? to : end }, size));
  }
  return batches;
}

/** The window as a batch of the size, named after its start. */
export function batchOf({ start, end }: TimeWindow, size: BatchSize): Batch {
  const name = start.toISOString().slice(0, named[size]);
  return { start, end, name, id: name.replaceAll('-', '') };
}
