import { describe, expect, test } from 'vitest';
import { type Json, parseJson } from '../../../ingest/formats/json-tree.ts';
import {
  at,
  items,
  rest,
  take,
  takeItems,
  takeJson,
  takeText,
} from '../../../ingest/formats/pluck.ts';

const tree = (text: string): Json => {
  const parsed = parseJson(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.value;
};

describe('plucking', () => {
  test('what is taken is gone, what nobody took is the rest', () => {
    const study = tree('{"id":"1","a":{"b":[{"c":1.50,"d":"x"},{"c":2}]},"e":[],"f":{"g":null}}');
    expect(takeText(study, 'id')).toBe('1');
    expect(takeText(study, 'a', 'b', 0, 'c')).toBe('1.50');
    expect(takeText(study, 'a', 'b', 0, 'c')).toBeNull();
    expect(takeJson(study, 'a', 'b', 1)).toBe('{"c":2}');
    expect(rest(study)).toBe('{"a":{"b":[{"d":"x"}]}}');
    expect(take(study, 'a', 'b', 0, 'd')).toBe('x');
    expect(rest(study)).toBeNull();
  });

  test('one value where an array is expected is an array of one, and the other way round is text', () => {
    const wrong = tree('{"name":{"family":"x"},"status":["a","b"],"list":"one"}');
    expect(items(wrong, 'list')).toEqual(['one']);
    expect(at(wrong, 'name', 0, 'family')).toBe('x');
    expect(takeText(wrong, 'name', 0, 'family')).toBe('x');
    expect(takeText(wrong, 'status')).toBe('["a","b"]');
    expect(takeItems(wrong, 'list', 0)).toEqual(['one']);
    expect(rest(wrong)).toBeNull();
  });

  test('a path through a scalar leads nowhere', () => {
    const scalar = tree('{"a":"text"}');
    expect(takeText(scalar, 'a', 'b')).toBeNull();
    expect(takeText(scalar, 'a', 1)).toBeNull();
    expect(takeItems(scalar, 'x', 'y')).toEqual([]);
    expect(rest(scalar)).toBe('{"a":"text"}');
    expect(rest(undefined)).toBeNull();
  });
});
