import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles, statuses } from '../support/project_folder.ts';

const files = {
  'models/m.sql': 'select 1 as id',
  'analyses/sub/look.sql': "select * from {{ ref('m') }}",
  'analyses/sub/look.yml': 'analyses: [{name: look, description: A look, config: {tags: [x]}}]',
};

describe('analyses', () => {
  test('are compiled and never run', async () => {
    const { project, dir, build } = await openFiles(files);
    expect(await build()).toEqual({ m: 'success' });
    expect(statuses(await project.compileAll().finished())).toEqual({
      look: 'success',
      m: 'success',
    });
    expect(await readFile(join(dir, 'target/compiled/shop/analyses/sub/look.sql'), 'utf8')).toBe(
      'select * from "memory"."main"."m"',
    );
    expect(project.ls({ select: ['tag:x'] })).toMatchObject([
      {
        unique_id: 'analysis.shop.look',
        fqn: ['shop', 'analysis', 'sub', 'look'],
        description: 'A look',
        depends_on: { nodes: ['model.shop.m'] },
      },
    ]);
  });

  test('refer to what exists', async () => {
    await expect(
      openFiles({ 'analyses/bad.sql': "select * from {{ ref('nope') }}" }),
    ).rejects.toThrow(/^analyses\/bad.sql: 'bad' uses ref\('nope'\), but there is no model/);
  });
});
