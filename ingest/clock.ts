import { badTime } from './errors.ts';

/** Times at which loads become known, ISO 8601 UTC with milliseconds. */
export interface Clock {
  next(): string;
}

/** Always the stated time: everything of one back-load became known at once. Throws BAD_TIME. */
export const fixedClock = (receivedAt: string): Clock => {
  const time = new Date(receivedAt);
  if (Number.isNaN(time.getTime())) throw badTime(receivedAt);
  const iso = time.toISOString();
  return { next: () => iso };
};
