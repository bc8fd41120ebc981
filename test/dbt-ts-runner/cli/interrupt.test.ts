import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';

const bin = fileURLToPath(
  new URL('../../../packages/dbt-ts-runner/bin/dbt-ts.js', import.meta.url),
);

const files = {
  'models/a_quick.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/b_long.sql':
    "{{ config(materialized='table') }} select count(*) as n from {{ ref('a_quick') }}, range(1000000000) x, range({{ var('size', 1000000) }}) y",
  'models/c_after.sql': "select n from {{ ref('b_long') }}",
};

test('Ctrl-C ends a run within moments, and retry finishes it', async () => {
  const dir = await folderOnFile(files);
  const child = spawn(process.execPath, [bin, 'run', '--log-format', 'json'], { cwd: dir });
  let interruptedAt = 0;
  child.stdout.on('data', (text) => {
    if (interruptedAt > 0 || !String(text).includes('START table model main.b_long')) return;
    setTimeout(() => {
      interruptedAt = Date.now();
      child.kill('SIGINT');
    }, 300);
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  expect(code).toBe(1);
  expect(interruptedAt).toBeGreaterThan(0);
  expect(Date.now() - interruptedAt).toBeLessThan(10_000);
  const { results } = JSON.parse(await readFile(join(dir, 'target/run_results.json'), 'utf8'));
  expect(
    results.map((result: { unique_id: string; status: string }) => [
      result.unique_id,
      result.status,
    ]),
  ).toEqual([
    ['model.shop.a_quick', 'success'],
    ['model.shop.b_long', 'error'],
    ['model.shop.c_after', 'skipped'],
  ]);
  const again = await dbtTs(dir, 'retry', '--vars', '{size: 1}');
  expect([again.code, again.out[0]]).toEqual([0, 'run: 2 nodes, 2 threads']);
}, 60_000);
