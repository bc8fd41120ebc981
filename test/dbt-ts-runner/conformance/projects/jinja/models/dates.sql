with moments as (
  select cast('2024-01-07 23:00:00' as timestamp) as a, cast('2024-01-09 01:30:00' as timestamp) as b
  union all select cast('2023-12-31' as timestamp), cast('2024-02-29 12:00:00' as timestamp)
  union all select cast('2024-01-06' as timestamp), cast('2024-01-07' as timestamp)
  union all select cast('2024-03-01' as timestamp), cast('2023-03-02 00:00:01' as timestamp)
)
select a, b
{%- for part in ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] %}
  , {{ dbt.datediff('a', 'b', part) }} as {{ part }}s_between
  , {{ dbt.dateadd(part, -3, 'a') }} as {{ part }}s_before
  , {{ dbt.date_trunc(part, 'b') }} as {{ part }}_start
{%- endfor %}
{%- for part in ['month', 'quarter', 'year'] %}
  , {{ dbt.last_day('a', part) }} as {{ part }}_end
{%- endfor %}
  , {{ dbt.date(2024, 2, 29) }} as leap_day
from moments
