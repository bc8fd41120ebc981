import { viewerFor } from '@portolan/query';
import { expect, test } from 'vitest';
import { feedStatus, withDoor } from './with-door.ts';

const sql = `
create schema marts;
create table marts.limits as select * from (values
  ('S1', 'DE', 0.25::double), ('S2', 'DE', 0.5::double)) t(study_id, country_code, share);
${feedStatus}`;

const yaml = `
semantic_models:
  - name: limits
    model: ref('limits')
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: country, type: categorical, expr: country_code }
    measures: [{ name: highest, agg: max, expr: share }]
metrics:
  - { name: limit_share, type: simple, type_params: { measure: highest }, config: { meta: { requires: [study] } } }
  - { name: twice_the_limit, type: derived, type_params: { expr: 2 * limit, metrics: [{ name: limit_share, alias: limit }] } }
`;

const { door, ask } = withDoor({ sql, yaml });

const of = (...studies: string[]) => ({ dimension: 'study', op: 'in' as const, values: studies });

test.each(['limit_share', 'twice_the_limit'])(
  '%s of several studies is refused',
  async (metric) => {
    for (const where of [[], [of('S1', 'S2')], [{ ...of('S1'), op: '!=' as const }]]) {
      await expect(ask({ metrics: [metric], by: ['country'], where })).rejects.toMatchObject({
        code: 'QUERY_DIMENSION_REQUIRED',
        hint: 'Cut it by study, or filter to one.',
      });
    }
  },
);

test('it is answered by study, and of one study', async () => {
  expect(await ask({ metrics: ['limit_share'], by: ['study'] })).toEqual([
    { study: 'S1', limit_share: 0.25 },
    { study: 'S2', limit_share: 0.5 },
  ]);
  expect(await ask({ metrics: ['twice_the_limit'], where: [of('S2')] })).toEqual([
    { twice_the_limit: 1 },
  ]);
});

test('the catalogue of metrics tells it, of what is made from them too', async () => {
  const metrics = await door().metrics(viewerFor('finance', 'test'));
  expect(metrics.map(({ name, requires }) => [name, requires])).toEqual([
    ['limit_share', ['study']],
    ['twice_the_limit', ['study']],
  ]);
});
