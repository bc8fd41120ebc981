import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const model = { 'models/m.sql': 'select {{ twice(2) }} as n' };

test('a comment between macros may show how they are called', async () => {
  const { project } = await openFiles({
    ...model,
    'macros/twice.sql': `
-- {{ twice([
--     {'a': 1},
-- ]) }}
{# {% macro twice(n) %} {{ [ }} {% endmacro %} #}
{% macro twice(n) %}{{ n * 2 }}{% endmacro %}
-- {{ twice(} }}`,
  });
  expect(await project.compile('m')).toBe('select 4 as n');
});

test('what is wrong within a macro is told with its place', async () => {
  const files = {
    ...model,
    'macros/twice.sql': '-- {{ twice([ }}\n{% macro twice(n) %}\n{{ n * }}{% endmacro %}',
  };
  await expect(openFiles(files)).rejects.toThrow(/^macros\/twice\.sql:3:8: /);
});
