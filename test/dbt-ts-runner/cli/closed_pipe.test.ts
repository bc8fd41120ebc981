import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderOnFile } from '../support/command_line.ts';

const bin = fileURLToPath(
  new URL('../../../packages/dbt-ts-runner/bin/dbt-ts.js', import.meta.url),
);

test('a command goes on though nobody reads its lines any more', async () => {
  const models = Array.from({ length: 50 }, (_, at) => [`models/m${at}.sql`, 'select 1 as id']);
  const dir = await folderOnFile(Object.fromEntries(models));
  const child = spawn(process.execPath, [bin, 'ls'], { cwd: dir });
  child.stdout.destroy();
  let told = '';
  child.stderr.on('data', (text) => {
    told += text;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  expect([code, told]).toEqual([0, '']);
}, 30_000);
