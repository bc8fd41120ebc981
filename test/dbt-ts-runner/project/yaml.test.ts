import { describe, expect, test } from 'vitest';
import { parseYaml, parseYamlFile } from '../../../packages/dbt-ts-runner/project/yaml.ts';

describe('YAML', () => {
  test.each([
    ['a: yes', { a: true }],
    ['a: "yes"', { a: 'yes' }],
    ['a: off', { a: false }],
    ['a: 2024-01-01', { a: '2024-01-01' }],
    ['a: &x {b: 1}\nc: {<<: *x, d: 2}', { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ['a: >\n  b\n  c\n', { a: 'b c\n' }],
    ['a: |\n  b\nc: >\n  d', { a: 'b\n', c: 'd' }],
    ['', null],
  ])('%j', (text, value) => {
    expect(parseYaml(text, 'f.yml')).toEqual(value);
  });

  test('a file ends with its last word', () => {
    expect(parseYamlFile('a: |\n  b\nc: |\n  d\n\n', 'f.yml')).toEqual({ a: 'b\n', c: 'd' });
  });

  test('a mistake is named with its place', () => {
    expect(() => parseYaml('a: 1\nb: [1\n', 'models/m.yml')).toThrow(
      /^models\/m\.yml:3:1: This is not valid YAML/,
    );
    expect(() => parseYaml('a: 1\na: 2\n', 'f.yml')).toThrow(/f\.yml:2:1: .*unique/);
  });
});
