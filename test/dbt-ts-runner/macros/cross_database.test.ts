import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const evaluated = async (expression: string) => {
  const { project, rows } = await openFiles({ 'models/m.sql': `select ${expression} as v` });
  const { results } = await project.run().finished();
  return results[0]?.status === 'success'
    ? (await rows('select v from m'))[0]?.[0]
    : results[0]?.message;
};

describe('cross-database macros on DuckDB', () => {
  test.each([
    ["cast({{ dbt.date_trunc('month', \"date '2024-05-17'\") }} as date)", '2024-05-01'],
    ["cast({{ dbt.dateadd('day', 3, \"date '2024-02-27'\") }} as date)", '2024-03-01'],
    ["cast({{ dbt.dateadd('month', -1, \"date '2024-03-31'\") }} as date)", '2024-02-29'],
    ["{{ dbt.datediff(\"date '2024-01-31'\", \"date '2024-02-01'\", 'month') }}", '1'],
    ["{{ dbt.datediff(\"'2024-01-01'\", \"'2024-01-15'\", 'day') }}", '14'],
    ["{{ dbt.datediff(\"'2024-01-06'\", \"'2024-01-07'\", 'week') }}", '1'],
    ["{{ dbt.datediff(\"'2024-01-07'\", \"'2024-01-13'\", 'week') }}", '0'],
    ["{{ dbt.datediff(\"'2024-01-20'\", \"'2024-01-07'\", 'week') }}", '-1'],
    ["{{ dbt.last_day(\"date '2024-02-10'\", 'month') }}", '2024-02-29'],
    ["{{ dbt.last_day(\"date '2024-02-10'\", 'quarter') }}", '2024-03-31'],
    ['{{ dbt.date(2024, 2, 3) }}', '2024-02-03'],
    ['{{ dbt.current_timestamp() }} is not null', true],
    ['{{ dbt.cast("\'12\'", dbt.type_int()) }}', 12],
    ['{{ dbt.safe_cast("\'x\'", dbt.type_int()) }} is null', true],
    ["{{ dbt.cast_bool_to_text('true') }}", 'true'],
    ['{{ dbt.concat(["\'a\'", "\'b\'"]) }}', 'ab'],
    ['{{ dbt.length("\'abc\'") }}', '3'],
    ['{{ dbt.position("\'b\'", "\'abc\'") }}', '2'],
    ['{{ dbt.replace("\'abc\'", "\'b\'", "\'x\'") }}', 'axc'],
    ['{{ dbt.right("\'abc\'", 2) }}', 'bc'],
    ['{{ dbt.split_part("\'a-b-c\'", "\'-\'", 2) }}', 'b'],
    ['{{ dbt.split_part("\'a-b-c\'", "\'-\'", 4) }} is null', true],
    ['{{ dbt.hash("\'a\'") }}', '0cc175b9c0f1b6a831c399e269772661'],
    ['{{ dbt.string_literal(dbt.escape_single_quotes("it\'s")) }}', "it's"],
    [
      "(select {{ dbt.listagg('x', \"'/'\", 'order by x desc') }} from (values ('a'), ('b')) t(x))",
      'b/a',
    ],
    [
      "(select {{ dbt.listagg('x', \"'/'\", 'order by x', 2) }} from (values ('a'), ('b'), ('c')) t(x))",
      'a/b',
    ],
    ["(select {{ dbt.any_value('x') }} from (values (1)) t(x))", 1],
    ["(select {{ dbt.bool_or('x') }} from (values (true), (false)) t(x))", true],
    [
      "array_to_string({{ dbt.array_concat(dbt.array_construct(['1']), dbt.array_append(dbt.array_construct(['2']), '3')) }}, ',')",
      '1,2,3',
    ],
    ['(select count(*) from (select 1 {{ dbt.except() }} select 2))', '1'],
    ['(select count(*) from (select 1 {{ dbt.intersect() }} select 2))', '0'],
    ['(select sum(generated_number) from ({{ dbt.generate_series(10) }}))', '55'],
    [
      "(select max(cast(date_day as date)) from ({{ dbt.date_spine('day', \"cast('2024-02-27' as date)\", \"cast('2024-03-02' as date)\") }}))",
      '2024-03-01',
    ],
    ['{{ dbt.equals("null", "null") }}', true],
  ])('%s', async (expression, expected) => {
    expect(await evaluated(expression)).toEqual(expected);
  });

  test.each([
    ['type_string', 'VARCHAR'],
    ['type_int', 'INTEGER'],
    ['type_bigint', 'BIGINT'],
    ['type_float', 'FLOAT'],
    ['type_numeric', 'DECIMAL(28,6)'],
    ['type_boolean', 'BOOLEAN'],
    ['type_timestamp', 'TIMESTAMP'],
  ])('%s is %s', async (macro, type) => {
    expect(await evaluated(`typeof(cast(null as {{ dbt.${macro}() }}))`)).toBe(type);
  });
});
