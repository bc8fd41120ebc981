import { describe, expect, test } from 'vitest';
import { queryAddress } from '../../dashboards/wire/request.ts';
import { parseParameters } from '../../server/query-parameters.ts';

const parse = (address: string) =>
  parseParameters(new URL(address, 'http://localhost').searchParams);

describe('the address of a query', () => {
  test('is read back as the request that was written', () => {
    const request = {
      metrics: ['subjects_screened'],
      by: ['study'],
      where: [
        {
          dimension: 'therapeutic_area',
          op: 'in' as const,
          values: ['Heart, vessels', 'a\\b', 'c'],
        },
        { dimension: 'country', op: 'is_null' as const, values: [] },
      ],
      order: [{ column: 'study', desc: true }],
    };
    const read = parse(queryAddress(request, 'csv'));
    expect(read.format).toBe('csv');
    expect(read.request).toMatchObject(request);
  });

  test('takes several values between commas', () => {
    const { request } = parse('/api/query?metric=sites&where=country:in:DE,FR');
    expect(request.where).toEqual([{ dimension: 'country', op: 'in', values: ['DE', 'FR'] }]);
  });

  test.each([
    ['/api/query?metric=sites&wher=x', 'A parameter is not known.'],
    ['/api/query?metric=sites&where=country', 'A "where" is not understood.'],
    ['/api/query?metric=sites&limit=many', '"limit" is not a whole number.'],
    ['/api/query?metric=sites&format=xml', 'There is no such format.'],
  ])('%s is refused in a sentence', (address, sentence) => {
    expect(() => parse(address)).toThrow(sentence);
  });
});
