import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const files = {
  'models/plain.sql': 'select 1 as id',
  'models/named.sql': "{{ config(alias=' other ') }}select 1 as id",
  'models/numbered.sql': '{{ config(alias=7) }}select 1 as id',
  'models/v.yml':
    'models: [{name: v, columns: [{name: id, data_tests: [unique]}], versions: [{v: 1}, {v: "2.1"}]}]',
  'models/v_v1.sql': 'select 1 as id',
  'models/v_v2.1.sql': 'select 1 as id',
};

/** Calls what the built-in macro dispatches to, so that it is asked as a project's own is. */
const asked = {
  'macros/alias.sql':
    '{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ default__generate_alias_name(custom_alias_name, node) }}{% endmacro %}',
};

async function aliases(more: Readonly<Record<string, string>>): Promise<string[][]> {
  const { project } = await openFiles({ ...files, ...more });
  return [...project.manifest.nodes.values()].map(({ name, alias }) => [name, alias]);
}

test('aliases are those that generate_alias_name gives', async () => {
  const all = await aliases({});
  expect(all).toEqual(await aliases(asked));
  expect(Object.fromEntries(all)).toMatchObject({ plain: 'plain', named: 'other', numbered: '7' });
  expect(all.map(([, alias]) => alias)).toContain('v_v2_1');
});
