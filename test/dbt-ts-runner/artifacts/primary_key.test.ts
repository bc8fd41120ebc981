import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('the primary key is taken from a constraint, else from tests', async () => {
  const column = (name: string, tests: string) => `{name: ${name}, data_tests: [${tests}]}`;
  const { project } = await openFiles({
    'macros/unique_pair.sql':
      '{% test unique_combination_of_columns(model, combination_of_columns) %}select 1 where false{% endtest %}',
    'models/by_constraint.sql': 'select 1 as a, 2 as b',
    'models/by_column.sql': 'select 1 as a, 2 as b',
    'models/by_both.sql': 'select 1 as a, 2 as b',
    'models/by_unique.sql': 'select 1 as a, 2 as b',
    'models/by_disabled.sql': 'select 1 as a, 2 as b',
    'models/by_pair.sql': 'select 1 as a, 2 as b',
    'models/none.sql': 'select 1 as a',
    'models/models.yml': `
models:
  - name: by_constraint
    constraints: [{type: primary_key, columns: [b, a]}]
    columns: [${column('a', 'unique')}]
  - name: by_column
    columns: [{name: b, constraints: [{type: primary_key}]}, ${column('a', 'unique')}]
  - name: by_both
    columns: [${column('a', 'unique')}, ${column('b', 'unique, not_null')}]
  - name: by_unique
    columns: [${column('b', 'not_null')}, ${column('a', 'unique')}]
  - name: by_disabled
    columns: [${column('a', '{unique: {config: {enabled: false}}}')}]
  - name: by_pair
    data_tests: [{unique_combination_of_columns: {arguments: {combination_of_columns: [b, a]}}}]
`,
  });
  const nodes = Object.values(project.manifestArtifact().nodes as Record<string, never>);
  const models = nodes.filter(({ resource_type }) => resource_type === 'model');
  expect(Object.fromEntries(models.map(({ name, primary_key }) => [name, primary_key]))).toEqual({
    by_constraint: ['a', 'b'],
    by_column: ['b'],
    by_both: ['b'],
    by_unique: ['a'],
    by_disabled: ['a'],
    by_pair: ['a', 'b'],
    none: [],
  });
});
