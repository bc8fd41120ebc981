import { type Engine, identifier } from '../engine.ts';
import type { Plan } from './plan.ts';

/**
 * Fills table `duplicates` (`_id`, `first_row`, `is_same`) with every row whose key an earlier good row of the file has.
 * Tells whether there is any. The first is kept, whether the others say the same or contradict it. In a log a key may return, so none is a duplicate.
 */
export const findDuplicates = async (engine: Engine, plan: Plan): Promise<boolean> => {
  const { contract, mode } = plan;
  await engine.run(
    'CREATE OR REPLACE TABLE duplicates (_id BIGINT, first_row BIGINT, is_same BOOLEAN)',
  );
  const isUnique = plan.columns.some(
    (one) => one.isContentId && contract.key.includes(one.column.name),
  );
  if (mode === 'log' || isUnique) return false;
  const keys = contract.key.map(identifier).join(', ');
  const values = contract.columns.map((column) => identifier(column.name)).join(', ');
  const good = 'SELECT * FROM canonical WHERE _refused IS NULL';
  const [found] = await engine.rows(
    `SELECT count(*) > 0 AS any FROM (SELECT 1 FROM (${good}) GROUP BY ${keys} HAVING count(*) > 1 LIMIT 1)`,
  );
  if (found?.any !== true) return false;
  await engine.run(
    `INSERT INTO duplicates SELECT _id, first_row, content = first_content FROM (SELECT _id, content, first_value(_id) OVER same AS first_id, first_value(_row) OVER same AS first_row, first_value(content) OVER same AS first_content FROM (SELECT *, md5(to_json([${values}, _extra])::VARCHAR) AS content FROM (${good})) WINDOW same AS (PARTITION BY ${keys} ORDER BY _id)) WHERE _id <> first_id`,
  );
  return true;
};
