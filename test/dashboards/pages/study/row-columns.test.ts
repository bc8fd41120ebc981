import { expect, test } from 'vitest';
import { whole } from '../../../../dashboards/pages/study/row-columns.ts';

test('a number that is left out says why, one that is missing is a dash', () => {
  const { cell } = whole('deviations', 'Deviations');
  expect(cell({ deviations: 1200 })).toBe('1,200');
  expect(cell({ deviations: null, deviations__not_evaluable: 'suppressed' })).toBe('suppressed');
  expect(cell({ deviations: null })).toBe('–');
});
