import { describe, expect, test } from 'vitest';
import { configsAlong, mergeConfig } from '../../../packages/dbt-ts-runner/project/config.ts';
import { openFiles } from '../support/project_folder.ts';

describe('configs', () => {
  test('tags, hooks and packages add up, mappings merge, the rest is replaced', () => {
    const base = { tags: 'a', meta: { x: 1, y: 1 }, schema: 'one', 'pre-hook': [] };
    const over = { tags: ['b', 'a'], meta: { y: 2 }, schema: 'two', pre_hook: 'select 1' };
    expect(mergeConfig(base, over)).toEqual({
      tags: ['a', 'b'],
      meta: { x: 1, y: 2 },
      schema: 'two',
      'pre-hook': [{ sql: 'select 1', transaction: true, index: null }],
    });
  });

  test('a section is read from the outside in, along the fqn', () => {
    const section = {
      '+materialized': 'view',
      enabled: true,
      shop: { '+meta': { a: 1 }, staging: { schema: 'stg', stg_orders: { '+tags': 'x' } } },
    };
    expect(configsAlong(section, ['shop', 'staging', 'stg_orders'])).toEqual([
      { materialized: 'view', enabled: true },
      { meta: { a: 1 } },
      { schema: 'stg' },
      { tags: 'x' },
    ]);
    expect(configsAlong(section, ['other', 'staging'])).toHaveLength(1);
  });

  test('config() wins over properties, properties over dbt_project.yml', async () => {
    const { project } = await openFiles({
      'dbt_project.yml':
        "name: shop\nprofile: shop\nmodels: {shop: {+materialized: \"{{ var('m', 'view') }}\", +tags: p, +group: g}}\n",
      'models/a.sql': "{{ config(materialized='table', tags='c') }} select 1 as id",
      'models/a.yml':
        'groups: [{name: g, owner: {name: Ann}}]\nmodels: [{name: a, tags: y, config: {materialized: ephemeral, meta: {k: 1}, tags: [z]}}]',
    });
    expect(project.manifest.nodes.get('model.shop.a')?.config).toMatchObject({
      materialized: 'table',
      tags: ['p', 'y', 'z', 'c'],
      meta: { k: 1 },
      group: 'g',
    });
  });

  test('profile values and variables are rendered, natively where marked', async () => {
    const { project } = await openFiles(
      {
        'dbt_project.yml': `
name: shop
profile: "{{ env_var('PROFILE') }}"
models: {+enabled: "{{ var('on', 'true') | as_bool }}", +meta: {at: "{{ target.schema }}"}}
`,
        'profiles.yml': `
shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: "{{ env_var('DB', ':memory:') }}", schema: "{{ env_var('S', 'own') }}"}
`,
        'models/a.sql': 'select 1 as id',
      },
      { env: { PROFILE: 'shop' } },
    );
    expect(project.manifest.nodes.get('model.shop.a')).toMatchObject({
      schema: 'own',
      config: { enabled: true, meta: { at: 'own' } },
    });
  });
});
