import { expect, test } from 'vitest';
import { sparklinePaths } from '../../../dashboards/charts/sparkline.ts';

const size = { width: 106, height: 26 };

test('both lines share one scale from zero', () => {
  const { enrolled, planned, end } = sparklinePaths(
    { enrolled: [0, 5, undefined], planned: [0, 5, 10] },
    size,
  );
  expect(enrolled).toBe('M3.0,23.0L53.0,13.0');
  expect(planned).toBe('M3.0,23.0L53.0,13.0L103.0,3.0');
  expect(end).toEqual({ x: 53, y: 13 });
});

test('a gap lifts the pen', () => {
  const { enrolled } = sparklinePaths({ enrolled: [1, undefined, 1], planned: [] }, size);
  expect(enrolled).toBe('M3.0,3.0M103.0,3.0');
});

test('nothing draws nothing', () => {
  expect(sparklinePaths({ enrolled: [], planned: [] }, size)).toEqual({
    enrolled: '',
    planned: '',
    end: undefined,
  });
});
