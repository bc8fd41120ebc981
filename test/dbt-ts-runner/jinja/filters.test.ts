import { describe, expect, it } from 'vitest';
import { Environment, hostObject, toValue } from '../../../packages/dbt-ts-runner/jinja/index.ts';

const slow = (name: string, age: number) =>
  hostObject({
    type: 'Person',
    attributes: { name, age: () => Promise.resolve(age) },
    text: () => name,
  });
const context = {
  people: toValue([slow('Ann', 31), slow('bob', 4), slow('Cy', 31)]),
  rows: toValue([{ k: 'b' }, { k: 'A' }]),
};
const render = (source: string) => new Environment().parse(source, 'a').render(context);

/** Each expected text is what Python Jinja2 prints. */
describe('filters', () => {
  it.each([
    ["{{ none | map('upper') | list }}{{ [] | select | list }}", '[][]'],
    [
      "{{ rows | map(attribute='k') | sort | join(',') }} {{ rows | sort(attribute='k') | first }}",
      "A,b {'k': 'A'}",
    ],
    [
      "{{ 'x' | default('y') }} {{ zz | default('y') }} {{ none | default('y', true) }} {{ zz | default(none) }}",
      'x y y None',
    ],
    [
      "{{ {'b': 1, 'a': [none, 1.0]} | tojson }} {{ \"<&'>\" | tojson }}",
      '{"a": [null, 1.0], "b": 1} "\\u003c\\u0026\\u0027\\u003e"',
    ],
    ["{{ [1, 2] | is_list }} {{ (1,) | is_list }} {{ 'true' | as_bool }}", 'True False true'],
    ["{{ [1, 2, 3] | map('string') | map('replace', '2', 'two') | join }}", '1two3'],
    [
      '{{ [3, 1] | sort }}{% set x = [1, 2] | map("string") %}{{ x | join }}{{ x | join }}',
      '[1, 3]12',
    ],
  ])('%s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it.each([
    ["{{ people | map(attribute='age') | list }}", '[31, 4, 31]'],
    ["{{ people | sort(attribute='age') | join(' ') }}", 'bob Ann Cy'],
    [
      "{{ people | sum('age') }} {{ people | max(attribute='age') }} {{ people | join(',', 'age') }}",
      '66 Ann 31,4,31',
    ],
    ["{{ people | selectattr('age', 'gt', 5) | join(' ') }}", 'Ann Cy'],
    ["{{ people | unique(attribute='age') | join(' ') }}", 'Ann bob'],
    [
      "{% for g in people | groupby('age') %}{{ g.grouper }}:{{ g.list | join('+') }} {% endfor %}",
      '4:bob 31:Ann+Cy ',
    ],
  ])('%s waits for attributes that are promised', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it('fail by name when unknown, and only when reached', async () => {
    await expect(render("{{ 'a' | nosuch }}")).rejects.toThrow("No filter named 'nosuch'.");
    expect(await render("{% if false %}{{ 'a' | nosuch }}{% endif %}ok")).toBe('ok');
  });
});
