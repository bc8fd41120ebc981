import { expect, test } from 'vitest';
import { bySeverity } from '../../../../dashboards/pages/study/Lists.tsx';

test('findings stand by severity, then by age', () => {
  const rows = [
    { severity: 'low', age_days: 90 },
    { severity: 'medium', age_days: 3 },
    { severity: 'high', age_days: 1 },
    { severity: 'medium', age_days: 30 },
  ];
  expect(bySeverity(rows).map(({ severity, age_days }) => `${severity} ${age_days}`)).toEqual([
    'high 1',
    'medium 30',
    'medium 3',
    'low 90',
  ]);
});
