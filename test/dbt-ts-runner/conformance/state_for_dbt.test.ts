import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { writeFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';
import { type OpenTools, openTools } from './open_tools.ts';
import { dbtPython } from './venv.ts';

const python = dbtPython();
if ('missing' in python) console.warn(`TESTS OF --state SKIPPED: ${python.missing}.`);

describe.skipIf('missing' in python)('dbt takes the artifacts of dbt-ts as --state', () => {
  let tools: OpenTools;
  beforeAll(() => {
    tools = openTools('path' in python ? python.path : '');
  });
  afterAll(() => tools.close());

  /**
   * What dbt lists of the project for a selection that looks at what dbt-ts left; tests apart, since
   * those call macros of dbt, which dbt-ts has in other words, and stand beside what they test.
   */
  const listed = async (dir: string, ...select: string[]): Promise<readonly string[]> => {
    const args = [
      'ls',
      '--state',
      'kept',
      '--target-path',
      'of_dbt',
      '--exclude-resource-type',
      'test',
      'unit_test',
      '--select',
      ...select,
    ];
    const { error, lines } = await tools.dbt.invoke(dir, args);
    expect(error).toBeNull();
    return [...lines].sort();
  };

  test('and finds modified what was modified since', async () => {
    const dir = await folderOnFile(shop);
    expect(await dbtTs(dir, 'build')).toMatchObject({ code: 0 });
    await cp(join(dir, 'target'), join(dir, 'kept'), { recursive: true });
    expect(await listed(dir, 'state:modified')).toEqual([]);
    expect(await listed(dir, 'state:new')).toEqual([]);
    await writeFiles(dir, {
      'models/staging/stg_customers.sql':
        "select id as customer_id, name, since from {{ ref('raw_customers') }} where true",
      'models/more.sql': "select * from {{ ref('customers') }}",
    });
    expect(await listed(dir, 'state:modified')).toEqual([
      'shop.more',
      'shop.staging.stg_customers',
    ]);
    expect(await listed(dir, 'state:new')).toEqual(['shop.more']);
  }, 120_000);

  test('and finds how nodes ended', async () => {
    const dir = await folderOnFile({
      ...shop,
      'models/bad.sql': 'select nope',
      'models/below.sql': "select * from {{ ref('bad') }}",
    });
    expect(await dbtTs(dir, 'build')).toMatchObject({ code: 1 });
    await cp(join(dir, 'target'), join(dir, 'kept'), { recursive: true });
    expect(await listed(dir, 'result:error')).toEqual(['shop.bad']);
    expect(await listed(dir, 'result:skipped')).toEqual(['shop.below']);
  }, 120_000);

  test('and dbt-ts those of dbt', async () => {
    const dir = await folderOnFile(shop);
    expect(await tools.dbt.invoke(dir, ['build', '--target-path', 'kept'])).toMatchObject({
      error: null,
    });
    const changed = async (select: string): Promise<string[]> => {
      const types = ['--exclude-resource-type', 'test', 'unit_test'];
      const { out } = await dbtTs(
        dir,
        'ls',
        '--state',
        join(dir, 'kept'),
        ...types,
        '--select',
        select,
      );
      return out.sort();
    };
    expect(await changed('state:modified')).toEqual([]);
    expect(await changed('result:success')).toHaveLength(5);
    await writeFiles(dir, { 'models/more.sql': "select * from {{ ref('customers') }}" });
    expect(await changed('state:new')).toEqual(['shop.more']);
  }, 120_000);
});
