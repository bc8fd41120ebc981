import { expect, test } from 'vitest';
import { ReportError } from '../../reports/errors.ts';
import { parsePeriod } from '../../reports/period.ts';

test('knows the days of a month, leap years and year ends', () => {
  expect(parsePeriod('2024-02')).toEqual({
    name: '2024-02',
    start: '2024-02-01',
    end: '2024-02-29',
    dayAfter: '2024-03-01',
    previous: '2024-01',
  });
  expect(parsePeriod('2026-01')).toMatchObject({ previous: '2025-12', end: '2026-01-31' });
  expect(parsePeriod('2025-12')).toMatchObject({ dayAfter: '2026-01-01' });
});

test.each(['2026', '2026-13', '2026-3', '03/2026', '2026-03-31', ''])('refuses "%s"', (text) => {
  expect(() => parsePeriod(text)).toThrow(ReportError);
  expect(() => parsePeriod(text)).toThrow('YYYY-MM');
});
