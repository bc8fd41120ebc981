import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readState } from 'dbt-ts-runner';
import { describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { openFiles, statuses, writeFiles } from '../support/project_folder.ts';

const files = {
  'models/bad.sql': 'select nope',
  'models/below.sql': "select '{{ var('place', 'home') }}' as place, * from {{ ref('bad') }}",
  'models/good.sql': 'select 1 as id',
};

describe('retry', () => {
  test('runs what failed and was skipped, with the variables of the first run', async () => {
    const dir = await folderOnFile(files);
    expect((await dbtTs(dir, 'run', '--vars', '{place: away}')).code).toBe(1);
    await writeFiles(dir, { 'models/bad.sql': 'select 1 as id' });
    const again = await dbtTs(dir, 'retry');
    expect([again.code, again.out[0]]).toEqual([0, 'run: 2 nodes, 2 threads']);
    const shown = await dbtTs(
      dir,
      'show',
      '--inline',
      'select place from below',
      '--output',
      'json',
    );
    expect(JSON.parse(shown.out[0] ?? '')).toEqual({ show: [{ place: 'away' }] });
    const idle = await dbtTs(dir, 'retry');
    expect([idle.code, idle.out.at(-1)]).toEqual([0, expect.stringContaining('nothing to do')]);
  });

  test('says when there is nothing to retry from', async () => {
    const dir = await folderOnFile(files);
    expect((await dbtTs(dir, 'retry')).err[0]).toMatch(
      /retry needs the run_results.json of an earlier run/,
    );
    await writeFiles(dir, {
      'target/run_results.json': '{"results": [], "args": {"which": "run-operation"}}',
    });
    expect((await dbtTs(dir, 'retry')).err[0]).toMatch(
      /was 'run-operation', which cannot be retried/,
    );
  });

  test('finishes a run that was interrupted in a long statement', async () => {
    const bench = await openFiles(
      {
        'models/a_long.sql':
          "{{ config(materialized='table') }} select count(*) as n from range(1000000000) a, range({{ var('size') }}) b",
        'models/b_after.sql': "select n from {{ ref('a_long') }}",
        'models/c_apart.sql': 'select 1 as id',
      },
      { threads: 1, vars: { size: 1000000 } },
    );
    const run = bench.project.run();
    const started = Date.now();
    for await (const event of run)
      if (event.kind === 'node_started') setTimeout(() => run.cancel(), 200);
    expect(Date.now() - started).toBeLessThan(20_000);
    const results = JSON.parse(await readFile(join(bench.dir, 'target/run_results.json'), 'utf8'));
    expect(
      Object.fromEntries(
        results.results.map((r: { unique_id: string; status: string }) => [r.unique_id, r.status]),
      ),
    ).toEqual({
      'model.shop.a_long': 'error',
      'model.shop.b_after': 'skipped',
      'model.shop.c_apart': 'skipped',
    });
    const state = await readState(join(bench.dir, 'target'));
    const { project } = await bench.reopen({ vars: { size: 1 } });
    expect(statuses(await project.retry(state).finished())).toEqual({
      a_long: 'success',
      b_after: 'success',
      c_apart: 'success',
    });
  });
});

describe('--fail-fast', () => {
  test('skips what has not begun when a node fails', async () => {
    const { project } = await openFiles(
      {
        'models/a.sql': 'select nope',
        'models/b.sql': 'select 1 as id',
        'models/c.sql': 'select 1 as id',
      },
      { threads: 1 },
    );
    const summary = await project.run({ failFast: true }).finished();
    expect(statuses(summary)).toEqual({ a: 'error', b: 'skipped', c: 'skipped' });
    expect(summary.results[1]?.message).toBe(
      'Skipped because model.shop.a failed and the run is to fail fast.',
    );
  });
});
