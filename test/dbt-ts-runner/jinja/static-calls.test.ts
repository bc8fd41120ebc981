import { describe, expect, it } from 'vitest';
import { Environment, repr, staticCalls } from '../../../packages/dbt-ts-runner/jinja/index.ts';

function calls(source: string) {
  return staticCalls(new Environment().parse(source, 'a.sql').ast);
}

describe('staticCalls', () => {
  it('finds calls by name with their literal arguments', () => {
    const [config, ref, source] = calls(
      "{{ config(materialized='table', tags=['a', x], meta={'k': (1, 2.0)}) }}\nselect * from {{ ref('pkg', 'm') }}, {{ source('s', name) }}",
    );
    expect(config?.name).toBe('config');
    expect([...(config?.kwargs ?? [])].map(([key, value]) => [key, value && repr(value)])).toEqual([
      ['materialized', "'table'"],
      ['tags', undefined],
      ['meta', "{'k': (1, 2.0)}"],
    ]);
    expect(ref).toMatchObject({
      name: 'ref',
      args: ['pkg', 'm'],
      line: 2,
      column: 18,
      conditional: false,
    });
    expect(source).toMatchObject({ name: 'source', args: ['s', undefined] });
  });

  it('tells None from an argument that is no literal', () => {
    expect(calls('{{ f(none, x) }}')[0]?.args).toEqual([null, undefined]);
  });

  it('names dotted callees and nested calls', () => {
    expect(calls("{{ adapter.dispatch('m', 'p')(ref('a')) }}").map(({ name }) => name)).toEqual([
      'adapter.dispatch',
      'ref',
    ]);
  });

  it('marks what a rendering may not reach', () => {
    const source = `{{ f(1) }}{% if x %}{{ f(2) }}{% endif %}{{ f(3) if y }}{{ z or f(4) }}
{% for i in f(5) %}{% endfor %}{% set q %}{{ f(6) }}{% endset %}{% macro m() %}{{ f(7) }}{% endmacro %}`;
    const conditional = calls(source).map(({ args, conditional: is }) => [args[0], is]);
    expect(conditional).toEqual([
      [1, false],
      [2, true],
      [3, true],
      [4, true],
      [5, true],
      [6, false],
      [7, true],
    ]);
  });

  it('says when arguments are hidden behind a star', () => {
    expect(calls('{{ f(*a) }}{{ g(**b) }}{{ h(1) }}').map(({ splat }) => splat)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
