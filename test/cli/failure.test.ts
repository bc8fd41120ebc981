import { QueryError } from '@portolan/query';
import { WarehouseError } from '@portolan/warehouse';
import { expect, test } from 'vitest';
import { describeFailure } from '../../cli/failure.ts';

test('a refusal is its sentence, with what to do on the next line', () => {
  const error = new QueryError('BUILD_MISSING', 'No build is published.', { hint: 'Run it.' });
  expect(describeFailure(error)).toBe('portolan: No build is published.\n  Run it.');
  expect(describeFailure(new WarehouseError('CONTRACTS_MISSING', 'There is none.'))).toBe(
    'portolan: There is none.',
  );
});

test('an error of the system names the path and what to do', () => {
  const error = Object.assign(new Error('EACCES: permission denied, mkdir'), {
    code: 'EACCES',
    path: '/root/x',
  });
  expect(describeFailure(error)).toMatch(/^portolan: \/root\/x: Permission denied\. .*--home/);
});

test('anything else is its message, never a stack', () => {
  expect(describeFailure(new Error('odd'))).toBe('portolan: odd');
  expect(describeFailure('odd')).toBe('portolan: odd');
});
