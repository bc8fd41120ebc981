import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test("a macro that a package calls may be replaced by the project's own of that name", async () => {
  const { project } = await openFiles({
    'packages.yml': 'packages: [{local: tools}]',
    'tools/dbt_project.yml': 'name: tools\nversion: "1"\n',
    'tools/macros/tools.sql':
      "{% macro greeting() %}'{{ word() }} {{ mark() }}'{% endmacro %}{% macro word() %}theirs{% endmacro %}{% macro mark() %}!{% endmacro %}",
    'tools/models/theirs.sql': 'select {{ greeting() }} as said',
    'macros/word.sql': '{% macro word() %}ours{% endmacro %}',
    'models/own.sql': 'select {{ tools.greeting() }} as said',
  });
  expect(await project.compile('own')).toBe("select 'ours !' as said");
  expect(await project.compile('theirs')).toBe("select 'theirs !' as said");
});

test('whole floats of YAML stay floats in templates and in names of tests', async () => {
  const { project } = await openFiles(
    {
      'models/m.sql': "select {{ var('rate') }} as rate, {{ var('rate') * 2 }} as twice",
      'models/m.yml':
        'models: [{name: m, columns: [{name: rate, data_tests: [{accepted_values: {arguments: {values: [1.0, 2], quote: false}}}]}]}]',
      'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {rate: 2.0}\n',
    },
    {},
  );
  expect(await project.compile('m')).toBe('select 2.0 as rate, 4.0 as twice');
  expect(project.ls({ select: ['test_type:generic'] }).map((node) => node.name)).toEqual([
    'accepted_values_m_rate__False__1_0__2',
  ]);
});
