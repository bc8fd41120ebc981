import { describe, expect, it } from 'vitest';
import {
  PyDict,
  PyFloat,
  PySet,
  PyTuple,
  repr,
  toJs,
  toValue,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';

describe('toValue', () => {
  it.each([
    ['None', null],
    ['None', undefined],
    ['True', true],
    ['1', 1],
    ['1.5', 1.5],
    ['1152921504606846976', 2 ** 60],
    ['100000000000000000000', 10n ** 20n],
    [`"it's"`, "it's"],
    ['[1, [None]]', [1, [null]]],
    ["{'a': {'b': []}}", { a: { b: [] } }],
    ["{1: 'x'}", new Map([[1, 'x']])],
    ['{1}', new Set([1])],
    ['2.0', new PyFloat(2)],
  ])('makes %s', (expected, js) => {
    expect(repr(toValue(js))).toBe(expected);
  });

  it('refuses what has no counterpart', () => {
    expect(() => toValue(new Date())).toThrow('has no counterpart in templates');
    expect(() => toValue(() => 1)).toThrow('has no counterpart in templates');
  });

  it('comes back as it went', () => {
    const data = { a: [1, 2.5, null, 'x', { b: true }], c: {} };
    expect(toJs(toValue(data))).toEqual(data);
    expect(toJs(new PyTuple([1, new PySet([2])]))).toEqual([1, [2]]);
  });
});

describe('dict keys', () => {
  it('are equal when Python says so', () => {
    const dict = new PyDict([
      [1, 'one'],
      [true, 'true'],
      [new PyFloat(1), 'float'],
      ['1', 'text'],
      [new PyTuple(['a', 1]), 'tuple'],
      [new PyTuple(['a,1']), 'other'],
      [null, 'none'],
    ]);
    expect(dict.size).toBe(5);
    expect(dict.get(1)).toBe('float');
    expect(dict.get(new PyTuple(['a', new PyFloat(1)]))).toBe('tuple');
    expect(dict.get(new PyTuple(['a', true]))).toBe('tuple');
  });
});
