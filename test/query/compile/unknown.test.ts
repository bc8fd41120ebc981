import { type Door, openDoor, viewerFor } from '@portolan/query';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Published, publish } from '../portfolio.ts';

const sql = `
create schema marts;
create table marts.dues as select study_id, due, cast(amount as decimal(38,4)) as amount from (values
  ('all known', true, '2.50'), ('all known', false, null),
  ('some known', true, '4'), ('some known', true, null),
  ('none known', true, null), ('nothing due', false, null)
) t(study_id, due, amount);
`;

const measure = (name: string, more = '') =>
  `{ name: ${name}, agg: sum, expr: amount, config: { meta: { unknown: { when: due and amount is null, reason: missing_rate${more} } } } }`;
const yaml = `
semantic_models:
  - name: dues
    model: ref('dues')
    dimensions:
      - { name: study, type: categorical, expr: study_id }
    measures:
      - ${measure('whole')}
      - ${measure('known', ', is_left_out: true')}
      - { name: dues, agg: count, expr: case when due then 1 end }
metrics:
  - { name: whole, type: simple, type_params: { measure: { name: whole, fill_nulls_with: 0 } } }
  - { name: known, type: simple, type_params: { measure: { name: known, fill_nulls_with: 0 } } }
  - { name: dues, type: simple, type_params: { measure: dues } }
  - { name: each, type: ratio, type_params: { numerator: known, denominator: dues } }
`;

let published: Published;
let door: Door;
beforeAll(async () => {
  published = await publish({ sql, yaml });
  door = await openDoor(published.home);
});
afterAll(async () => {
  await door.close();
  await published.remove();
});

const ask = async (metrics: string[], by: string[] = []) =>
  (await door.query({ metrics, by }, viewerFor('finance', 'test'))).rows();

test('one value that cannot be told leaves no total, or is left out of it', async () => {
  expect(await ask(['whole', 'known'], ['study'])).toEqual([
    { study: 'all known', whole: '2.5000', known: '2.5000' },
    {
      study: 'none known',
      whole: null,
      whole__not_evaluable: 'missing_rate',
      known: null,
      known__not_evaluable: 'missing_rate',
    },
    { study: 'nothing due', whole: '0.0000', known: '0.0000' },
    { study: 'some known', whole: null, whole__not_evaluable: 'missing_rate', known: '4.0000' },
  ]);
  expect(await ask(['whole', 'known'])).toEqual([
    { whole: null, whole__not_evaluable: 'missing_rate', known: '6.5000' },
  ]);
});

test('what is made of it has the same reason', async () => {
  const rows = await ask(['each'], ['study']);
  expect(rows.map((row) => row.each ?? row.each__not_evaluable)).toEqual([
    2.5,
    'missing_rate',
    'zero_denominator',
    2,
  ]);
});
