import { basename } from 'node:path';

/** What tells when a file was delivered: its name, and when it was last written (ISO 8601 UTC; absent in older records). */
export interface Delivery {
  readonly name: string;
  readonly modifiedAt?: string;
}

const DATE =
  /(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?:[T_-]?[0-2]\d[-_:.]?[0-5]\d(?:[-_:.]?[0-5]\d)?)?(?!\d)/g;

/** The last date in a name, with the time that follows it, as digits. */
const dateIn = (name: string): string | undefined =>
  [...basename(name).matchAll(DATE)].at(-1)?.[0].replaceAll(/\D/g, '');

/**
 * Whether one file was delivered later than another: where both names hold a date and these differ, by it, so that a copy of
 * old files stays old; else by when they were last written. False where neither tells.
 */
export const isDeliveredAfter = (one: Delivery, other: Delivery): boolean => {
  const [named, before] = [dateIn(one.name), dateIn(other.name)];
  if (named !== undefined && before !== undefined && named !== before) {
    const length = Math.max(named.length, before.length);
    return named.padEnd(length, '0') > before.padEnd(length, '0');
  }
  return (
    one.modifiedAt !== undefined &&
    other.modifiedAt !== undefined &&
    one.modifiedAt > other.modifiedAt
  );
};
