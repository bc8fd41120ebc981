import { expect, test } from 'vitest';
import { selectionOf } from '../../../cli/commands/retention.ts';

test('options make a selection', () => {
  expect(selectionOf({})).toEqual({});
  expect(selectionOf({ class: 'personal', before: '2020-01-01', expired: true })).toEqual({
    class: 'personal',
    before: '2020-01-01',
    expired: true,
  });
});

test.each([
  [{ class: 'secret' }, '--class takes personal, unblinding'],
  [{ before: 'long ago' }, '--before takes a date'],
])('%o is refused', (options, sentence) => {
  expect(() => selectionOf(options)).toThrow(sentence);
});
