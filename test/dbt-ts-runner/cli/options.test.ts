import { expect, test } from 'vitest';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';
import { dbtTs, folderOnFile } from '../support/command_line.ts';

test.each(['-v', '-V', '--version'])('%s tells the version', async (option) => {
  const lines: string[] = [];
  const line = (text: string) => lines.push(text);
  expect(await main([option], { line, error: line })).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/^dbt-ts \d+\.\d+\.\d+$/)]);
});

test('a mistake is told in a line, with where to read on', async () => {
  const dir = await folderOnFile({});
  expect(await dbtTs(dir, 'build', '--slect', 'x')).toEqual({
    code: 2,
    out: [],
    err: [
      "error: unknown option '--slect'\n(Did you mean --select?)",
      'dbt-ts build --help tells what there is.',
    ],
  });
  expect((await dbtTs(dir, 'biuld')).err.join('\n')).toMatch(
    /^error: unknown command 'biuld'\n\(Did you mean build\?\)\ndbt-ts --help tells what there is\.$/,
  );
});

test('switches of dbt that change nothing here are taken', async () => {
  const dir = await folderOnFile({ 'models/a.sql': 'select 1 as id' });
  const before = ['--no-use-colors', '--log-level', 'info', '--no-quiet'];
  const after = [
    ...['--single-threaded', '--log-file-max-bytes', '1', '-r', 'timing.txt', '--model', 'a'],
    ...['--no-populate-cache', '--show-all-deprecations', '--log-cache-events'],
  ];
  const { code, out } = await dbtTs(dir, ...before, 'run', ...after);
  expect([code, out[0]]).toEqual([0, 'run: 1 node, 2 threads']);
});

test('compile prints what is selected by name', async () => {
  const dir = await folderOnFile({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': "select * from {{ ref('a') }}",
  });
  const sql = 'select * from "shop"."main"."a"';
  expect((await dbtTs(dir, 'compile', '--select', '+b')).out).toContain(
    `Compiled node 'b' is:\n${sql}`,
  );
  expect((await dbtTs(dir, '--quiet', 'compile', '--select', 'b')).out).toEqual([sql]);
  expect((await dbtTs(dir, '--quiet', 'compile')).out).toEqual([]);
  const json = await dbtTs(dir, 'compile', '--select', 'b', '--output', 'json');
  expect(JSON.parse(json.out.at(-1) ?? '')).toEqual({ node: 'b', compiled: sql });
  const log = await dbtTs(dir, '--log-format', 'json', 'compile', '--select', 'b');
  expect(JSON.parse(log.out.at(-1) ?? '')).toMatchObject({
    info: { name: 'CompiledNode', code: 'Q042' },
    data: { node_name: 'b', compiled: sql },
  });
});
