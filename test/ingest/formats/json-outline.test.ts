import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../../ingest/formats/json-outline.ts';

const keys = (head: string) => [...(outlineOf(head)?.keys ?? [])];

describe('JSON outline', () => {
  test('top-level keys, with short strings, from a head cut anywhere', () => {
    const head =
      '\uFEFF {"resourceType" : "Patient","meta":{"id":"x"},"n":[{"a":1}],"b":2,"text":"never clo';
    expect(keys(head)).toEqual([
      ['resourceType', 'Patient'],
      ['meta', undefined],
      ['n', undefined],
      ['b', undefined],
      ['text', undefined],
    ]);
    expect(keys('{"a":"1"}\n{"b":"2"}')).toEqual([['a', '1']]);
  });

  test('the first object of a root array', () => {
    expect(outlineOf('[{"a":{"z":"1"}},{"b":1}]')?.root).toBe('array');
    expect(keys('[{"a":{"z":"1"}},{"b":1}]')).toEqual([['a', undefined]]);
    expect(keys('["a",["b"]]')).toEqual([]);
  });

  test('what does not start like JSON has none', () => {
    expect(outlineOf('a,b\n{')).toBeUndefined();
    expect(outlineOf('')).toBeUndefined();
  });

  test('an unclosed string full of quotes takes no time', () => {
    const start = performance.now();
    keys(`{"a":"${'\\"x'.repeat(80_000)}`);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
