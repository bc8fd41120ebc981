import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  address,
  type Chosen,
  chosen,
  dropped,
  formatSearch,
  options,
  parseChosen,
  parseTable,
  toWhere,
} from '../../../dashboards/state/filters.ts';

const values = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 4 });
const anyChosen: fc.Arbitrary<Chosen> = fc.record({
  programme: values,
  phase: values,
  therapeutic_area: values,
  study_status: values,
  country: values,
});

const none = parseChosen('');

beforeEach(() => {
  options.value = {};
});

describe('the address', () => {
  test('gives back every choice, whatever its text', () => {
    fc.assert(
      fc.property(anyChosen, fc.integer({ min: 1, max: 500 }), (filters, page) => {
        const search = formatSearch(filters, { page });
        expect(parseChosen(search)).toEqual(filters);
        expect(parseTable(search)).toEqual({ page });
      }),
    );
  });

  test('does not write defaults', () => {
    expect(formatSearch(none)).toBe('');
    expect(formatSearch(none, { page: 1 })).toBe('');
  });

  test('keeps values that look false', () => {
    expect(parseChosen('?phase=0&phase=false').phase).toEqual(['0', 'false']);
  });

  test('uses plain repeated parameters', () => {
    const filters = { ...none, country: ['DE', 'FR'] };
    expect(formatSearch(filters, { sort: '-overdue', page: 2 })).toBe(
      '?country=DE&country=FR&sort=-overdue&page=2',
    );
  });

  test.each(['0', '-1', '1.5', 'x'])('takes page %s for the first', (page) => {
    expect(parseTable(`?page=${page}`).page).toBe(1);
  });
});

describe('a link with what does not exist', () => {
  test('applies the rest and names what it dropped', () => {
    options.value = { country: ['DE', 'FR'], phase: ['2'] };
    address.value = { path: '/', search: '?country=DE&country=XX&phase=9&colour=red' };
    expect(chosen.value).toEqual({ ...none, country: ['DE'] });
    expect(dropped.value).toEqual([
      { name: 'colour', value: 'red' },
      { name: 'Phase', value: '9' },
      { name: 'Country', value: 'XX' },
    ]);
  });

  test('drops nothing while the values are not known', () => {
    address.value = { path: '/', search: '?country=XX' };
    expect(chosen.value.country).toEqual(['XX']);
    expect(dropped.value).toEqual([]);
  });
});

test('filters become predicates, one for each filter set', () => {
  const filters = { ...none, country: ['DE', 'FR'], phase: ['2'] };
  expect(toWhere(filters)).toEqual([
    { dimension: 'phase', op: 'in', values: ['2'] },
    { dimension: 'country', op: 'in', values: ['DE', 'FR'] },
  ]);
  expect(toWhere(filters, ['country'])).toHaveLength(1);
});
