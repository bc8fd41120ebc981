{{ config(materialized='table') }}
select
  {{ dbt.concat(["'a'", "method", "'b'"]) }} as joined,
  {{ dbt.split_part("method", "' '", 1) }} as first_part,
  {{ dbt.split_part("method", "' '", 2) }} as second_part,
  {{ dbt.split_part("method", "' '", -1) }} as last_part,
  {{ dbt.replace("method", "'r'", "'x'") }} as replaced,
  {{ dbt.cast("id", dbt.type_string()) }} as text_id,
  {{ dbt.cast("id", dbt.type_bigint()) }} as whole,
  {{ dbt.cast("amount", dbt.type_float()) }} as broken,
  {{ dbt.cast("amount", dbt.type_numeric()) }} as exact,
  {{ dbt.cast("'2024-01-01'", dbt.type_timestamp()) }} as moment,
  {{ dbt.cast("id", dbt.type_boolean()) }} as flag,
  {{ dbt.safe_cast("amount", dbt.type_int()) }} as safe,
  {{ dbt.hash("method") }} as hashed, {{ dbt.hash("id") }} as hashed_id,
  {{ dbt.length("method") }} as long,
  {{ dbt.position("'r'", "method") }} as position, {{ dbt.right("method", 2) }} as right_part,
  {{ dbt.cast_bool_to_text('amount > 5') }} as words,
  {{ dbt.string_literal(dbt.escape_single_quotes("it's")) }} as quoted,
  {{ dbt.array_construct([1, 2]) }} as list,
  {{ dbt.array_append(dbt.array_construct(['id']), 'order_id') }} as longer,
  {{ dbt.array_concat(dbt.array_construct([1]), dbt.array_construct([2])) }} as both,
  case when {{ dbt.equals('id', 'order_id') }} then 'same' else 'other' end as equal
from {{ ref('payments') }}
