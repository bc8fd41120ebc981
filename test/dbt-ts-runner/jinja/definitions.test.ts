import { describe, expect, it } from 'vitest';
import { Environment } from '../../../packages/dbt-ts-runner/jinja/index.ts';

const file = `-- macros of ours
{% macro plus(a, b: int=1, c: list[str] = none) -%}
  {{ a + b }}
{%- endmacro %}
{% test positive(model, column_name) %}select 1{% endtest %}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}m{% endmaterialization %}
{% materialization table, default %}d{% endmaterialization %}
{% snapshot orders_history %}
select {{ nosuch.x }}
{% endsnapshot %}
{% docs orders %}
# All *orders*
{% enddocs %}
{% data_test odd(model) %}{% enddata_test %}
{% macro nocolon(): %}{% endmacro %}`;

const template = new Environment().parse(file, 'macros/ours.sql');
const definitions = template.definitions();

describe('definitions', () => {
  it('lists the blocks of the top level under the names dbt gives their macros', () => {
    expect(definitions.map(({ kind, name, macroName }) => `${kind} ${name} ${macroName}`)).toEqual([
      'macro plus plus',
      'test positive test_positive',
      'materialization table materialization_table_duckdb',
      'materialization table materialization_table_default',
      'snapshot orders_history orders_history',
      'docs orders orders',
      'test odd test_odd',
      'macro nocolon nocolon',
    ]);
  });

  it('keeps the types of arguments and the languages of materializations', () => {
    expect(definitions[0]?.arguments).toEqual([
      { name: 'a', type: null },
      { name: 'b', type: 'int' },
      { name: 'c', type: 'list[str]' },
    ]);
    expect(definitions[2]?.languages).toEqual(['sql', 'python']);
    expect(definitions[3]?.languages).toEqual(['sql']);
  });

  it('gives the text of a block and of its body', () => {
    expect(definitions[1]?.source).toBe(
      '{% test positive(model, column_name) %}select 1{% endtest %}',
    );
    expect(definitions[1]?.body).toBe('select 1');
    expect(definitions[5]?.body).toBe('\n# All *orders*\n');
    expect(definitions[0]?.position).toEqual({ line: 2, column: 4 });
  });

  it('renders nothing where a definition stands', async () => {
    const text = await template.render({});
    expect(text.trim()).toBe('-- macros of ours');
  });

  it('makes a template of a body that keeps its place in the file', async () => {
    const [, , , , snapshot] = definitions;
    if (snapshot === undefined) throw new Error('no snapshot');
    const rendering = template.body(snapshot).render({});
    await expect(rendering).rejects.toMatchObject({ file: 'macros/ours.sql', line: 9, column: 18 });
  });

  it('is the same for a tree stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(template.ast))).toEqual(template.ast);
  });
});
