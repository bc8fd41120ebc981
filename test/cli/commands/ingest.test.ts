import { expect, test } from 'vitest';
import { shrinkReason } from '../../../cli/commands/ingest.ts';

test('a snapshot that shrank is taken for a reason', () => {
  expect(shrinkReason('region sold')).toBe('region sold');
});

test.each(['', '  '])('%j is no reason', (text) => {
  expect(() => shrinkReason(text)).toThrow('--accept-shrink takes the reason');
});
