import type { Project, RunOptions } from 'dbt-ts-runner';
import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

/** What packages that look at a project and its runs do, in a package of its own. */
const watcher = {
  'packages.yml': 'packages: [{local: watcher}]',
  'watcher/dbt_project.yml': `
name: watcher
on-run-start: "{{ watcher.begin() }}"
on-run-end: "{{ watcher.report(results) }}"`,
  'watcher/macros/watcher.sql': `
{% macro begin() %}
  {% do graph.setdefault('watcher', {'seen': []}) %}
  {% if execute %}{% do print('selected ' ~ (selected_resources | join(' '))) %}{% endif %}
{% endmacro %}
{% macro report(results) %}
  {% if execute %}
    {% for result in results %}
      {% set told = result.to_dict() %}
      {% set node = told.get('node', {}) %}
      {% do print([
        node.get('name'), told.status, told['failures'], node['language'],
        told.get('adapter_response', {}).get('_message'), node.get('compiled_code') | trim,
        result.timing | map(attribute='name') | join('+'), told.timing[-1]['completed_at'][:2],
        result.timing[-1].started_at.strftime('%Y') | length, result.node.to_dict().resource_type
      ] | tojson) %}
    {% endfor %}
    {% do print('seen ' ~ graph['watcher']['seen']) %}
  {% endif %}
{% endmacro %}
{% materialization test, default %}
  {% do graph['watcher']['seen'].append(model.name) %}
  {% set handlers = {'generic': watcher.handle} %}
  {% do return(handlers['generic'](dbt.materialization_test_default)) %}
{% endmaterialization %}
{% macro handle(original) %}
  {% set result = original() %}
  {% do print('rows ' ~ load_result('main')['data']) %}
  {% do return(result) %}
{% endmacro %}`,
  'dbt_project.yml': `
name: shop
profile: shop
flags: {require_explicit_package_overrides_for_builtin_materializations: false}`,
  'models/a.sql': 'select 1 as id',
  'models/a.yml': `
models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]
exposures: [{name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('a')]}]`,
};

/** What templates print while the project is built. */
async function printed(project: Project, options: RunOptions = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of project.build(options)) {
    if (event.kind === 'message' && event.message.isPrinted === true)
      lines.push(event.message.text);
  }
  return lines;
}

test('a package follows what a run does', async () => {
  const { project } = await openFiles(watcher);
  const [selected, rows, model, check, seen] = await printed(project);
  expect(selected).toMatch(/^selected model\.shop\.a test\.shop\.unique_a_id\.\w+$/);
  expect(rows).toBe('rows [(0, False, False)]');
  expect(JSON.parse(model ?? '')).toEqual([
    ...['a', 'success', null, 'sql', 'OK', 'select 1 as id', 'compile+execute', '20', 4, 'model'],
  ]);
  expect(JSON.parse(check ?? '').slice(0, 3)).toEqual(['unique_a_id', 'pass', 0]);
  expect(seen).toBe("seen ['unique_a_id']");
  expect((await printed(project)).at(-1)).toBe("seen ['unique_a_id']");
});

test('a package replaces what the runner materializes only where the project lets it', async () => {
  const project = 'name: shop\nprofile: shop\n';
  const guarded = await openFiles({ ...watcher, 'dbt_project.yml': project });
  expect((await printed(guarded.project)).at(-1)).toBe('seen []');
  const handed = await openFiles({
    ...watcher,
    'dbt_project.yml': project,
    'macros/test.sql': `{% materialization test, default %}
  {% do return(watcher.materialization_test_default.call_macro()) %}
{% endmaterialization %}`,
  });
  expect((await printed(handed.project)).at(-1)).toBe("seen ['unique_a_id']");
});

test('a package is told what the command was given', async () => {
  const { project } = await openFiles(
    {
      ...watcher,
      'watcher/macros/told.sql': `{% macro told() %}{% if execute %}
  {% set given = invocation_args_dict %}
  {% do print([given.which, given.select, given.exclude, given.selector is defined, given.vars]) %}
{% endif %}{% endmacro %}`,
      'watcher/dbt_project.yml': 'name: watcher\non-run-end: "{{ watcher.told() }}"',
    },
    { vars: { day: 1 } },
  );
  expect(await printed(project, { select: ['a+'] })).toContain(
    "['build', ('a+',), (), False, {'day': 1}]",
  );
});

test('a package reads exposures and nodes of the graph', async () => {
  const { project } = await openFiles({
    ...watcher,
    'models/b.sql': `select
'{% if execute %}{{ graph.exposures.values() | map(attribute='owner') | map(attribute='name') | join }}
{{- graph.nodes['model.shop.a'].language }} {{ graph.exposures.values() | map(attribute='depends_on') | map(attribute='nodes') | list }}{% endif %}' as seen`,
  });
  expect(await project.compile('b')).toBe(`select\n'Annsql [['model.shop.a']]' as seen`);
});
