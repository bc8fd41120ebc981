import { expect, test } from 'vitest';
import { nearest } from '../../query/nearest.ts';

const names = [
  'subjects_screened',
  'subjects_enrolled',
  'screen_failure_rate',
  'open_queries',
  'EN01',
  'EN02',
];

test.each([
  ['subject_screened', 'subjects_screened'],
  ['screening_failure_rate', 'screen_failure_rate'],
  ['queries', 'open_queries'],
  ['en1', 'EN01'],
  ['enrolled_subjects', 'subjects_enrolled'],
])('%s: %s first', (wanted, first) => {
  expect(nearest(wanted, names)[0]).toBe(first);
});

test('gives as many as asked for, each once', () => {
  expect(nearest('subjects', names, 3)).toHaveLength(3);
  expect(new Set(nearest('x'.repeat(5000), names, 6)).size).toBe(6);
});
