import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRoute, studyPath } from '../../../dashboards/state/route.ts';

test('any study id survives its path', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (studyId) => {
      expect(parseRoute(studyPath(studyId))).toEqual({ page: 'study', studyId });
    }),
  );
});

test('the root is the portfolio, anything else is unknown', () => {
  expect(parseRoute('/')).toEqual({ page: 'portfolio' });
  expect(parseRoute('/nowhere')).toEqual({ page: 'unknown', path: '/nowhere' });
  expect(parseRoute('/studies/%E0%A4%A')).toEqual({ page: 'unknown', path: '/studies/%E0%A4%A' });
});
