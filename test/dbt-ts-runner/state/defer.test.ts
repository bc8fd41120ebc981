import { join } from 'node:path';
import { type PreviousState, readState } from 'dbt-ts-runner';
import { describe, expect, test } from 'vitest';
import {
  messages,
  openFiles,
  statuses,
  type Workbench,
  writeFiles,
} from '../support/project_folder.ts';

const files = {
  'profiles.yml':
    "shop: {target: prod, outputs: {prod: {type: duckdb, path: ':memory:', schema: prod}, dev: {type: duckdb, path: ':memory:', schema: dev}}}",
  'models/base.sql': "select '{{ target.name }}' as made_in",
  'models/brief.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('base') }}",
  'models/top.sql': "{{ config(materialized='table') }} select * from {{ ref('brief') }}",
  'models/top.yml': `
models: [{name: top, columns: [{name: made_in, data_tests: [not_null]}]}]
unit_tests:
  - {name: unit, model: top, given: [{input: ref('brief'), rows: [{made_in: x}]}], expect: {rows: [{made_in: x}]}}`,
};

async function bench(): Promise<{ dev: Workbench; state: PreviousState }> {
  const prod = await openFiles(files);
  await prod.project.run().finished();
  const state = await readState(join(prod.dir, 'target'));
  return { dev: await prod.reopen({ target: 'dev', targetPath: null }), state };
}

describe('--defer', () => {
  test('reads from the earlier run what is neither built nor there', async () => {
    const { dev, state } = await bench();
    const select = ['top'];
    expect(await dev.build({ select })).toMatchObject({ top: 'skipped', unit: 'error' });
    expect(await dev.build({ select, state, defer: true })).toEqual({
      not_null_top_made_in: 'pass',
      top: 'success',
      unit: 'pass',
    });
    expect(await dev.rows('select * from dev.top')).toEqual([['prod']]);
  });

  test('reads the own relation where there is one, unless the state is favoured', async () => {
    const { dev, state } = await bench();
    await dev.project.run({ select: ['base'] }).finished();
    const made = async (favorState: boolean) => {
      await dev.project.run({ select: ['top'], state, defer: true, favorState }).finished();
      return dev.rows('select * from dev.top');
    };
    expect([await made(false), await made(true)]).toEqual([[['dev']], [['prod']]]);
    const both = { select: ['base', 'top'], state, defer: true, favorState: true };
    await dev.project.run(both).finished();
    expect(await dev.rows('select * from dev.top')).toEqual([['dev']]);
  });

  test('shows and compiles over the relations of the earlier run', async () => {
    const { dev, state } = await bench();
    const shown = async (options: object) => (await dev.project.show(options))[0]?.rows;
    expect(await shown({ select: ['top'], state, defer: true })).toEqual([['prod']]);
    const inline = "select made_in from {{ ref('top') }}";
    expect(await shown({ inline, state, defer: true })).toEqual([['prod']]);
    await expect(shown({ inline })).rejects.toThrow(/does not exist/);
    expect(await dev.project.compileInline(inline, { state, defer: true })).toContain('"prod"');
    await dev.project.run({ select: ['+top'] }).finished();
    expect(await shown({ inline, state, defer: true })).toEqual([['dev']]);
    const favored = { inline, state, defer: true, favorState: true };
    expect(await shown(favored)).toEqual([['prod']]);
  });

  test('needs a state', async () => {
    const { dev } = await bench();
    await expect(dev.project.run({ defer: true }).finished()).rejects.toThrow(
      /--defer needs the manifest.json of an earlier run/,
    );
  });
});

describe('clone', () => {
  test('makes relations read as those of the state, without building them', async () => {
    const { dev, state } = await bench();
    const run = async (fullRefresh = false) =>
      messages(await dev.project.clone({ state, fullRefresh }).finished());
    expect(await run()).toEqual({
      base: 'CLONE "memory"."prod"."base"',
      top: 'CLONE "memory"."prod"."top"',
    });
    expect(await dev.rows('select * from dev.top')).toEqual([['prod']]);
    expect(await run()).toEqual({ base: 'No-op: exists already', top: 'No-op: exists already' });
    await dev.project.run().finished();
    expect(await dev.rows('select * from dev.top')).toEqual([['dev']]);
    await run(true);
    expect(await dev.rows('select * from dev.top')).toEqual([['prod']]);
  });

  test('leaves alone what the state does not have', async () => {
    const { dev, state } = await bench();
    await dev.rows('drop table prod.top');
    await writeFiles(dev.dir, { 'models/added.sql': 'select 1 as id' });
    const later = await dev.reopen();
    expect(
      messages(await later.project.clone({ state, select: ['added', 'top'] }).finished()),
    ).toEqual({
      added: 'No-op: not in the state',
      top: 'No-op: "memory"."prod"."top" does not exist',
    });
    expect(() => later.project.clone({})).toThrow(
      /clone needs the manifest.json of an earlier run/,
    );
  });
});

describe('--empty', () => {
  test('builds the tables without reading rows', async () => {
    const { project, rows } = await openFiles({
      'models/a.sql': 'select 1 as id',
      'models/b.sql':
        "{{ config(materialized='table') }} select count(*) as n from {{ ref('a') }} as x",
      'models/c.sql': "{{ config(materialized='table') }} select * from {{ ref('a') }}",
    });
    const summary = await project.run({ empty: true }).finished();
    expect(statuses(summary)).toEqual({ a: 'success', b: 'success', c: 'success' });
    expect(await rows('select n, (select count(*) from c) from b')).toEqual([['0', '0']]);
  });
});
