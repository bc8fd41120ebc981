import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

describe('hooks', () => {
  test('a node runs after what its hooks refer to', async () => {
    const { build, rows, project } = await openFiles({
      'models/a_hooked.sql':
        "{{ config(materialized='table', post_hook=\"insert into {{ this }} select id from {{ ref('z_later') }}\") }} select 1 as id",
      'models/z_later.sql': 'select 2 as id',
    });
    expect(await build()).toEqual({ z_later: 'success', a_hooked: 'success' });
    expect(await rows('select id from a_hooked order by id')).toEqual([[1], [2]]);
    const [hooked] = project.ls({ select: ['a_hooked'] });
    expect(hooked).toMatchObject({ depends_on: { nodes: ['model.shop.z_later'] } });
  });

  test('a hook of a seed may refer to nothing', async () => {
    const files = {
      'seeds/numbers.csv': 'id\n1\n',
      'models/one.sql': 'select 1 as id',
      'dbt_project.yml':
        'name: shop\nprofile: shop\nseeds:\n  +post-hook: "select * from {{ ref(\'one\') }}"\n',
    };
    await expect(openFiles(files)).rejects.toThrow(/Seeds cannot depend on other nodes/);
  });

  test('both spellings of a hook in one config() are refused', async () => {
    const files = {
      'models/one.sql':
        "{{ config({'pre_hook': 'select 1', 'pre-hook': 'select 2'}) }} select 1 as id",
    };
    await expect(openFiles(files)).rejects.toThrow(/pre_hook and pre-hook, which are the same/);
  });

  test('hooks see the thread that runs them', async () => {
    const { build, rows } = await openFiles({
      'models/one.sql':
        "{{ config(materialized='table', post_hook=\"update {{ this }} set thread = '{{ thread_id }}'\") }} select '' as thread",
    });
    await build();
    expect(await rows('select thread from one')).toEqual([['Thread-1']]);
  });
});
