import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const files = {
  'models/a.sql': "{{ config(tags=['nightly']) }} select 1 as id",
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/c.sql': "{{ config(tags=['nightly']) }} select * from {{ ref('b') }}",
};

async function chosen(definition: string, more = ''): Promise<string[]> {
  const { project } = await openFiles({
    ...files,
    'selectors.yml': `selectors:\n  - {name: wanted, definition: ${definition}}\n${more}`,
  });
  return project.ls({ selector: 'wanted' }).map((node) => node.name);
}

describe('selectors.yml', () => {
  test.each([
    ['"+b"', ['a', 'b']],
    ['{tag: nightly}', ['a', 'c']],
    ['{method: fqn, value: a, children: true, children_depth: 1}', ['a', 'b']],
    ['{method: fqn, value: b, childrens_parents: true}', ['a', 'b', 'c']],
    ['{method: tag, value: nightly, exclude: [c]}', ['a']],
    ['{union: [a, {method: fqn, value: c}]}', ['a', 'c']],
    ['{union: ["a+", {exclude: [{tag: nightly}]}]}', ['b']],
    ['{intersection: [{tag: nightly}, {method: fqn, value: b, parents: true}]}', ['a']],
  ])('%s takes %j', async (definition, expected) => {
    expect(await chosen(definition)).toEqual(expected);
  });

  test('a selector may rest on another, and one may be the standard', async () => {
    const other = '  - {name: other, default: true, definition: {tag: nightly}}\n';
    expect(await chosen('{method: selector, value: other}', other)).toEqual(['a', 'c']);
    const { project } = await openFiles({ ...files, 'selectors.yml': `selectors:\n${other}` });
    expect(project.ls().map((node) => node.name)).toEqual(['a', 'c']);
    expect(project.ls({ select: ['b'] }).map((node) => node.name)).toEqual(['b']);
  });

  test.each([
    ['{method: selector, value: absent}', "There is no selector 'absent'."],
    ['{method: selector, value: wanted}', "The selector 'wanted' rests on itself."],
    ['[a]', "The definition of the selector 'wanted' cannot be understood."],
  ])('%s is refused', async (definition, message) => {
    await expect(chosen(definition)).rejects.toThrow(message);
  });
});
