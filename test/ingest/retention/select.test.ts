import { expect, test } from 'vitest';
import { keptSince } from '../../../ingest/retention/select.ts';

test.each([
  ['P25Y', '2001-03-31'],
  ['P18M', '2024-10-01'],
  ['P90D', '2025-12-31'],
])('%s before the last of March 2026', (retention, day) => {
  const since = keptSince(retention, new Date('2026-03-31T00:00:00Z'));
  expect(since.toISOString().slice(0, 10)).toBe(day);
});
