import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const bin = fileURLToPath(
  new URL('../../../packages/dbt-ts-runner/bin/dbt-ts.js', import.meta.url),
);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function dbtTs(cwd: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd }, (error, out, err) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, out, err });
    });
  });
}

const onFile = {
  ...shop,
  'profiles.yml':
    'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}, other: {type: duckdb, path: other.duckdb}}}',
};

describe('dbt-ts', () => {
  test('build ends with 0 and leaves the database and artifacts', async () => {
    const dir = await projectFolder(onFile);
    const { code, out } = await dbtTs(dir, 'build');
    expect([code, out.trim().split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^Done in .*: success 5, pass 6$/),
    ]);
    expect(existsSync(join(dir, 'shop.duckdb'))).toBe(true);
    expect(existsSync(join(dir, 'target/run_results.json'))).toBe(true);
    const again = await dbtTs(dir, 'test', '--select', 'test_type:singular', '--output', 'json');
    expect(JSON.parse(again.out.trim().split('\n').at(-1) ?? '')).toMatchObject({ success: true });
  });

  test('a failing node ends with 1 and says why', async () => {
    const dir = await projectFolder({ ...onFile, 'models/bad.sql': 'select nope' });
    const { code, out } = await dbtTs(
      dir,
      'run',
      '-s',
      'bad',
      '--project-dir',
      dir,
      '--target',
      'other',
    );
    expect(code).toBe(1);
    expect(out).toContain('models/bad.sql: The database says: Binder Error');
    expect(existsSync(join(dir, 'other.duckdb'))).toBe(true);
  });

  test('a project that cannot be read ends with 2 and one sentence', async () => {
    const dir = await projectFolder({ ...onFile, 'models/bad.sql': "select {{ ref('x') }}" });
    const { code, out, err } = await dbtTs(dir, 'build');
    expect([code, out]).toEqual([2, '']);
    expect(err.trim()).toBe(
      "models/bad.sql: 'bad' uses ref('x'), but there is no model or seed of that name. Correct the name or add the model.",
    );
    expect((await dbtTs(dir, 'biuld')).code).toBe(2);
  });

  test('ls lists names as dbt does', async () => {
    const dir = await projectFolder(onFile);
    const { out } = await dbtTs(
      dir,
      'ls',
      '--select',
      '+customers',
      '--resource-type',
      'model',
      'unit_test',
    );
    expect(out.trim().split('\n')).toEqual([
      'shop.customers',
      'shop.staging.stg_customers',
      'shop.staging.stg_orders',
      'unit_test:shop.orders_are_counted',
    ]);
  });

  test('variables, parse and compile', async () => {
    const dir = await projectFolder(onFile);
    await dbtTs(dir, 'compile', '--vars', '{lowest_total: 99}');
    expect((await dbtTs(dir, 'parse')).out).toMatch(/^Parsed shop: \d+ resources/);
    expect(existsSync(join(dir, 'target/compiled/shop/models/customers.sql'))).toBe(true);
  });
});
