import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const model = { 'models/one.sql': "{{ config(materialized='table') }} select 1 as id" };

/** The statements of a run of one model. */
async function statements(setting: string): Promise<string[]> {
  const { project } = await openFiles({
    ...model,
    'dbt_project.yml': `name: shop\nprofile: shop\nquery-comment: ${setting}\n`,
    'macros/comment.sql':
      '{% macro whose(node) %}{{ return(tojson({"node": node.unique_id})) }}{% endmacro %}',
  });
  const said: string[] = [];
  for await (const event of project.run({ debug: true })) {
    if (event.kind === 'message' && event.message.sql !== undefined) said.push(event.message.sql);
  }
  return said.filter((sql) => sql.includes('table'));
}

test('a text stands before every statement', async () => {
  expect(await statements('"dbt\\nrules!\\n"')).toEqual([
    expect.stringMatching(/^\/\* dbt\nrules! \*\/\n\s*create or replace table/),
  ]);
});

test('a template may call macros and return, and be appended', async () => {
  expect(await statements('{comment: "{{ return(whose(node)) }}", append: true}')).toEqual([
    expect.stringMatching(/\n\/\* \{"node": "model\.shop\.one"\} \*\/$/),
  ]);
});

test.each(['null', '""'])('%s writes none', async (setting) => {
  expect(await statements(setting)).toEqual([expect.not.stringContaining('/*')]);
});

test('a comment that ends itself is refused before anything runs', async () => {
  await expect(statements("\"{{ '*' ~ '/' }}\"")).rejects.toThrow(/would end the comment/);
});
