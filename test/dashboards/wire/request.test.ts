import { expect, test } from 'vitest';
import { queryAddress } from '../../../dashboards/wire/request.ts';

test('a metrics request becomes repeated parameters', () => {
  const address = queryAddress(
    {
      metrics: ['subjects_enrolled', 'planned_enrolled'],
      by: ['month'],
      where: [{ dimension: 'country', op: 'in', values: ['DE', 'FR'] }],
      asOf: '2026-03-31',
    },
    'csv',
  );
  const query = new URL(address, 'http://portolan').searchParams;
  expect(query.getAll('metric')).toEqual(['subjects_enrolled', 'planned_enrolled']);
  expect(query.getAll('by')).toEqual(['month']);
  expect(query.getAll('where')).toEqual(['country:in:DE,FR']);
  expect(query.get('as_of')).toBe('2026-03-31');
  expect(query.get('format')).toBe('csv');
});
