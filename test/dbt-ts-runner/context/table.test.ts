import { expect, test } from 'vitest';
import { tableObject } from '../../../packages/dbt-ts-runner/context/table_object.ts';
import { Environment, PyFloat } from '../../../packages/dbt-ts-runner/jinja/index.ts';

const names = ['id', 'name', 'amount', 'flag', 'nothing', 'long_text'];
const rows = [
  [1, 'ann', new PyFloat(1234.5), true, null, 'x'.repeat(30)],
  [20000, null, new PyFloat(0.12345), null, null, 'y'],
  [3, 'bo', new PyFloat(7), false, null, 'z'],
];

async function render(template: string): Promise<{ text: string; printed: string[] }> {
  const printed: string[] = [];
  const columns = names.map((name) => ({ name, type: 'any' }));
  const t = tableObject({ columns, rows }, (message) => printed.push(message.text));
  const text = await new Environment().parse(template, 'a').render({ t });
  return { text, printed };
}

/** What agate 1.9 prints for the same rows. */
test.each([
  [
    '{% do t.print_table() %}',
    `|     id | name |     amount |  flag | nothing | long_text            |
| ------ | ---- | ---------- | ----- | ------- | -------------------- |
|      1 | ann  | 1,234.500… |  True |         | xxxxxxxxxxxxxxxxx... |
| 20,000 |      |     0.123… |       |         | y                    |
|      3 | bo   |     7.000… | False |         | z                    |`,
  ],
  [
    '{% do t.print_table(max_rows=2, max_columns=3) %}',
    `|     id | name |     amount | ... |
| ------ | ---- | ---------- | --- |
|      1 | ann  | 1,234.500… | ... |
| 20,000 |      |     0.123… | ... |
|    ... | ...  |        ... | ... |`,
  ],
  [
    "{% do t.order_by('amount', reverse=true).select(['id', 'amount']).print_table(max_precision=none) %}",
    `|     id |      amount |
| ------ | ----------- |
|      1 | 1,234.50000 |
|      3 |     7.00000 |
| 20,000 |     0.12345 |`,
  ],
])('%s', async (template, expected) => {
  expect(await render(template)).toEqual({ text: '', printed: [expected] });
});

test.each([
  [
    "{% set groups = t.group_by('flag') %}{{ groups.keys() | list }} {{ groups.get('True').rows | length }} {{ groups.get('no') }} {{ groups['False'].columns['name'].values() }}",
    "['True', 'None', 'False'] 1 None ('bo',)",
  ],
  ["{{ t.order_by('name').columns['id'].values() }}", '(1, 3, 20000)'],
  ["{{ t.exclude(['id', 'name']).column_names }}", "('amount', 'flag', 'nothing', 'long_text')"],
  ['{{ t.limit(2).rows | length }} {{ t.limit(1, 3).columns[0].values() }}', '2 (20000, 3)'],
  ["{{ t.distinct('nothing').rows | length }} {{ t.distinct().rows | length }}", '1 3'],
  ["{{ t.rename({'id': 'key'}).column_names[:2] }}", "('key', 'name')"],
])('%s', async (template, expected) => {
  expect((await render(template)).text).toBe(expected);
});

test('a column that is not there is named with those that are', async () => {
  await expect(render("{{ t.select('nam') }}")).rejects.toThrow(/no column 'nam'; it has id, name/);
});
