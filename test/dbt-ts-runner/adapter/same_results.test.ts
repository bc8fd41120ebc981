import { afterAll, expect, test } from 'vitest';
import { startPostgres } from '../support/postgres_server.ts';
import { expectSame, twoDays, twoDaysOnDuckDb } from './two_days.ts';

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

test.skipIf(postgres === undefined)('two days give the same rows on PostgreSQL', async () => {
  const found = await twoDays(
    `{type: postgres, host: 127.0.0.1, port: ${postgres?.port}, user: postgres, dbname: postgres, schema: shop, threads: 3}`,
  );
  expectSame(found, await twoDaysOnDuckDb());
  const { first, second } = found;
  expect(first.statuses).toMatchObject({
    amounts_add_up: 'pass',
    halves_that_are_wrong: 'fail',
    held_back: 'skipped',
    people_by_value: 'success',
  });
  expect(first.messages).toMatchObject({ people: 'INSERT 3', totals: 'SELECT 3' });
  expect(second.messages).toMatchObject({ merged: 'MERGE 3', replaced: 'INSERT 3' });
  expect(second.rows.merged).toEqual([
    '["order_id","amount","first_amount"]',
    '[1,10.5,10.5]',
    '[2,22,20]',
    '[3,5.25,5.25]',
    '[4,7,7]',
  ]);
  expect(second.rows.people_by_value?.filter((row) => row.includes('Bob'))).toEqual([
    '[2,"Bob",20,"it\'s",false,"False"]',
    '[2,"Bob",20,"it\'s",true,"True"]',
  ]);
});
