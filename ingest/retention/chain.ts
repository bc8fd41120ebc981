import { createHash } from 'node:crypto';
import type { PurgeRecord } from '../lake/purge.ts';

/** The SHA-256 of a purge record without its own hash. */
export const hashOf = (record: Omit<PurgeRecord, 'hash'>): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex');

/** The record with its hash, which covers everything else in it and so every record before. */
export const sealed = (record: Omit<PurgeRecord, 'hash'>): PurgeRecord => ({
  ...record,
  hash: hashOf(record),
});

/** What is wrong with a chain of purge records, a sentence each. */
export const brokenLinks = (records: readonly PurgeRecord[]): readonly string[] =>
  records.flatMap((record, at) => {
    const { hash, ...rest } = record;
    const before = records[at - 1]?.hash ?? '';
    return [
      ...(record.sequence === at + 1
        ? []
        : [`Purge ${at + 1} is missing: record ${record.sequence} stands in its place.`]),
      ...(hashOf(rest) === hash
        ? []
        : [`Purge ${record.sequence} was changed after it was written.`]),
      ...(record.previous === before
        ? []
        : [`Purge ${record.sequence} does not follow the record before it.`]),
    ];
  });
