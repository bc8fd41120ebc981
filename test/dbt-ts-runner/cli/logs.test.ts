import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';
import { streamOutput } from '../../../packages/dbt-ts-runner/cli/output.ts';
import { dbtTs, folderOnFile } from '../support/command_line.ts';

const files = {
  'seeds/s.csv': 'id\n1\n',
  'models/a.sql': "{{ log('hello', info=true) }} select id from {{ ref('s') }}",
  'models/a.yml': 'models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]',
  'models/bad.sql': 'select nope',
  'models/below.sql': "select * from {{ ref('bad') }}",
};

describe('--log-format json', () => {
  test("writes dbt's structured log, before or behind the command", async () => {
    const dir = await folderOnFile(files);
    for (const args of [
      ['--log-format', 'json', 'build'],
      ['build', '--log-format', 'json'],
    ]) {
      const { code, out, err } = await dbtTs(dir, ...args, '--no-use-colors');
      expect([code, err]).toEqual([1, []]);
      const lines = out.map((line) => JSON.parse(line));
      expect(new Set(lines.map(({ info }) => info.name))).toEqual(
        new Set([
          'MainReportVersion',
          'ConcurrencyLine',
          'LogStartLine',
          'LogSeedResult',
          'LogModelResult',
          'LogTestResult',
          'RunResultError',
          'SkippingDetails',
          'JinjaLogInfo',
          'FinishedRunningStats',
          'StatsLine',
        ]),
      );
      const bad = lines.find(
        ({ info, data }) =>
          info.name === 'LogModelResult' && data.node_info.unique_id === 'model.shop.bad',
      );
      expect(bad).toMatchObject({
        info: { level: 'error', code: 'Q012', thread: expect.stringMatching(/^Thread-\d/) },
        data: {
          status: 'error',
          node_info: {
            node_name: 'bad',
            node_status: 'error',
            resource_type: 'model',
            materialized: 'view',
            node_relation: { schema: 'main', alias: 'bad' },
          },
        },
      });
      expect(lines.at(-1).data.stats).toEqual({
        error: 1,
        noop: 0,
        pass: 3,
        skip: 1,
        total: 5,
        warn: 0,
      });
      expect(new Set(lines.map(({ info }) => info.invocation_id)).size).toBe(1);
    }
  });

  test('tells an error of the project in the same form', async () => {
    const dir = await folderOnFile({ 'models/bad.sql': "select {{ ref('x') }}" });
    const { code, out } = await dbtTs(dir, 'build', '--log-format', 'json');
    expect([code, JSON.parse(out[0] ?? '').info]).toMatchObject([
      2,
      { name: 'MainEncounteredError', level: 'error', msg: expect.stringContaining("ref('x')") },
    ]);
    expect((await dbtTs(dir, 'build', '--log-format', 'xml')).code).toBe(2);
  });
});

test('--quiet tells failures alone, --no-write-json writes nothing', async () => {
  const dir = await folderOnFile(files);
  const { code, out } = await dbtTs(dir, '-q', 'build', '--no-write-json');
  expect([code, out[0]]).toEqual([1, expect.stringMatching(/ERROR model bad/)]);
  expect(out.some((line) => line.includes('hello') || line.includes('SUCCESS'))).toBe(false);
  expect(existsSync(join(dir, 'target'))).toBe(false);
});

describe('live progress', () => {
  function terminal(isTTY: boolean) {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    return { stream: { isTTY, columns: 30, write }, written };
  }

  test('a terminal shows what runs now in its last line', async () => {
    const dir = await folderOnFile({
      'models/slow_one.sql':
        "{{ config(materialized='table') }} select count(*) as n from range(30000) a, range(30000) b",
    });
    const { stream, written } = terminal(true);
    const args = ['run', '--project-dir', dir, '--profiles-dir', dir];
    expect(await main(args, streamOutput(stream, stream))).toBe(0);
    const text = written.join('');
    expect(text).toContain('\r\u001b[2K0 of 1 done; slow_one 0.0s');
    expect(text).toMatch(/1 of 1 SUCCESS model slow_one \(\d+\.\d\ds\)\n/);
    expect(
      written.every((part) => part.endsWith('\n') || part.replace('\r\u001b[2K', '').length < 30),
    ).toBe(true);
    expect(text.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('nothing of it goes into a file', async () => {
    const dir = await folderOnFile({ 'models/a.sql': 'select 1 as id' });
    const { stream, written } = terminal(false);
    await main(['run', '--project-dir', dir, '--profiles-dir', dir], streamOutput(stream, stream));
    expect(written.join('')).toMatch(
      /^run: 1 node, 2 threads\n1 of 1 SUCCESS model a .*\nDone in .*\n$/,
    );
  });
});
