import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const files = (flags: string) => ({
  'dbt_project.yml': `name: shop\nprofile: shop\nflags: ${flags}\n`,
  'models/a.sql': 'select no_such_column',
  'models/b.sql': 'select 1 as id',
  'models/b.yml': 'models: [{name: b, columns: [{name: id, data_tests: [unique]}]}]',
});

test('flags of dbt_project.yml stand where options say nothing', async () => {
  const { project, build } = await openFiles(
    files('{fail_fast: true, indirect_selection: empty}'),
    {
      threads: 1,
    },
  );
  const select = ['b'];
  const names = (options: object) => project.ls(options).map(({ name }) => name);
  expect(names({ select })).toEqual(['b']);
  expect(names({ select, indirectSelection: 'eager' })).toEqual(['b', 'unique_b_id']);
  const statuses = await build({ select: ['a', 'b'], failFast: false });
  expect(statuses).toEqual({ a: 'error', b: 'success' });
  expect(await build({ select: ['a', 'b'] })).toEqual({ a: 'error', b: 'skipped' });
});

test('a flag that makes no sense is refused', async () => {
  const { project } = await openFiles(files('{indirect_selection: some}'));
  expect(() => project.ls()).toThrow(/The flag indirect_selection is 'some'. Use eager/);
});
