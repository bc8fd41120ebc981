import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dbtTs } from '../support/command_line.ts';
import { type Files, projectFolder, writeFiles } from '../support/project_folder.ts';

const project: Files = {
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}',
  'models/a.sql': 'select 1 as id',
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/s.yml': 'sources: [{name: raw, tables: [{name: t}]}]',
};
const file = (dir: string) => join(dir, 'target', 'manifest.json');
const written = async (dir: string) => {
  const { metadata, ...sections } = JSON.parse(await readFile(file(dir), 'utf8'));
  return { metadata, sections };
};
const parse = async (dir: string, ...options: string[]) => {
  expect(await dbtTs(dir, 'parse', ...options)).toMatchObject({ code: 0 });
  return written(dir);
};

describe('manifest.json', () => {
  test('of a parse that repeats another has its sections, under metadata of its own', async () => {
    const dir = await projectFolder(project);
    const first = await parse(dir);
    const second = await parse(dir);
    expect(second.sections).toEqual(first.sections);
    expect(second.metadata.invocation_id).not.toBe(first.metadata.invocation_id);
    expect(Object.keys(JSON.parse(await readFile(file(dir), 'utf8')))[0]).toBe('metadata');
  });

  test('is made anew after a change, and again after the change is taken back', async () => {
    const dir = await projectFolder(project);
    const first = await parse(dir);
    await writeFiles(dir, { 'models/b.sql': 'select 2 as id' });
    const second = await parse(dir);
    expect(second.sections.parent_map['model.shop.b']).toEqual([]);
    await writeFiles(dir, { 'models/b.sql': project['models/b.sql'] ?? '' });
    const third = await parse(dir);
    expect(third.sections.parent_map).toEqual(first.sections.parent_map);
  });

  test.each<[string, (text: string) => string]>([
    ['damaged', (text) => text.replace('select 1 as id', 'select 9 as id')],
    ['cut short', (text) => text.slice(0, -100)],
    ['empty', () => ''],
  ])('that is %s is not taken up', async (_, damage) => {
    const dir = await projectFolder(project);
    const first = await parse(dir);
    await writeFile(file(dir), damage(await readFile(file(dir), 'utf8')));
    const second = await parse(dir);
    expect(second.sections.nodes['model.shop.a'].raw_code).toBe('select 1 as id');
    expect(second.sections.nodes).toEqual(first.sections.nodes);
  });

  test('of a build has compiled nodes, and of the parse after it none', async () => {
    const dir = await projectFolder(project);
    await parse(dir);
    expect(await dbtTs(dir, 'build')).toMatchObject({ code: 0 });
    expect((await written(dir)).sections.nodes['model.shop.b'].compiled).toBe(true);
    expect((await parse(dir)).sections.nodes['model.shop.b'].compiled).toBe(false);
  });

  test('of other variables is another', async () => {
    const dir = await projectFolder({
      ...project,
      'models/a.sql': "select {{ var('n', 1) }} as id",
    });
    const described = 'sources: [{name: raw, description: "{{ var(\'n\', 1) }}"}]';
    await writeFiles(dir, { 'models/s.yml': `${described.slice(0, -2)}, tables: [{name: t}]}]` });
    const textOf = ({ sections }: Awaited<ReturnType<typeof written>>) =>
      sections.sources['source.shop.raw.t'].source_description;
    expect(textOf(await parse(dir))).toBe('1');
    expect(textOf(await parse(dir, '--vars', '{n: 2}'))).toBe('2');
    expect(textOf(await parse(dir))).toBe('1');
  });

  test('is written where nothing is kept', async () => {
    const dir = await projectFolder(project);
    const { sections } = await parse(dir, '--no-partial-parse');
    expect(Object.keys(sections.nodes)).toEqual(['model.shop.a', 'model.shop.b']);
    await expect(readFile(join(dir, 'target/partial_parse_manifest.json'))).rejects.toThrow(
      'ENOENT',
    );
  });
});
