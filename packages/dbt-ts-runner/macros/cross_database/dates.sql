{% macro current_timestamp() -%}
  {{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp() -%}
  current_timestamp
{%- endmacro %}

{% macro duckdb__current_timestamp() -%}
  now()
{%- endmacro %}

{% macro postgres__current_timestamp() -%}
  now()
{%- endmacro %}

{#- The names that timestamps without a zone had before current_timestamp. -#}
{% macro current_timestamp_backcompat() -%}
  {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp_backcompat() -%}
  cast(current_timestamp as {{ type_timestamp() }})
{%- endmacro %}

{% macro current_timestamp_in_utc_backcompat() -%}
  {{ return(adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp_in_utc_backcompat() -%}
  cast(current_timestamp at time zone 'utc' as {{ type_timestamp() }})
{%- endmacro %}

{% macro date_trunc(datepart, date) -%}
  {{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}
{%- endmacro %}

{% macro default__date_trunc(datepart, date) -%}
  date_trunc('{{ datepart }}', {{ date }})
{%- endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
  {{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}
{%- endmacro %}

{% macro default__dateadd(datepart, interval, from_date_or_timestamp) -%}
  dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
  ({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval 1 {{ datepart }})
{%- endmacro %}

{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
  ({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * {{ postgres_interval(datepart) }})
{%- endmacro %}

{% macro trino__dateadd(datepart, interval, from_date_or_timestamp) -%}
  date_add('{{ datepart | lower }}', cast({{ interval }} as bigint), {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro postgres_interval(datepart) -%}
  interval '{{ '3 month' if datepart | lower == 'quarter' else '1 ' ~ datepart }}'
{%- endmacro %}

{#- How many boundaries of the datepart lie between the two moments. -#}
{% macro datediff(first_date, second_date, datepart) -%}
  {{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}
{%- endmacro %}

{% macro default__datediff(first_date, second_date, datepart) -%}
  datediff({{ datepart }}, {{ first_date }}, {{ second_date }})
{%- endmacro %}

{#- Weeks begin on Sunday, as in most databases; DuckDB's own begin on Monday. -#}
{% macro duckdb__datediff(first_date, second_date, datepart) -%}
  {%- if datepart | lower == 'week' -%}
  (date_diff('day', {{ duckdb_sunday(first_date) }}, {{ duckdb_sunday(second_date) }}) // 7)
  {%- else -%}
  date_diff('{{ datepart }}', cast({{ first_date }} as timestamp), cast({{ second_date }} as timestamp))
  {%- endif -%}
{%- endmacro %}

{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set part = datepart | lower -%}
  {%- set first = 'cast(' ~ first_date ~ ' as timestamp)' -%}
  {%- set second = 'cast(' ~ second_date ~ ' as timestamp)' -%}
  {%- set months = {'month': 1, 'quarter': 3, 'year': 12} -%}
  {%- set microseconds = {
      'microsecond': 1, 'millisecond': 1000, 'second': 1000000, 'minute': 60000000, 'hour': 3600000000
  } -%}
  {%- if part in months %}
  cast((
    {{ postgres_months(part, second) }} - {{ postgres_months(part, first) }}
  ) / {{ months[part] }} as bigint)
  {%- elif part == 'day' %}
  cast(cast({{ second }} as date) - cast({{ first }} as date) as bigint)
  {%- elif part == 'week' %}
  cast(({{ postgres_sunday(second) }} - {{ postgres_sunday(first) }}) / 7 as bigint)
  {%- elif part in microseconds %}
  cast(extract(epoch from date_trunc('{{ part }}', {{ second }}) - date_trunc('{{ part }}', {{ first }})) * 1000000 as bigint) / {{ microseconds[part] }}
  {%- else %}
  {{ exceptions.raise_compiler_error("datediff does not count '" ~ datepart ~ "' on PostgreSQL") }}
  {%- endif %}
{%- endmacro %}

{% macro trino__datediff(first_date, second_date, datepart) -%}
  {%- set part = datepart | lower -%}
  {%- if part == 'week' %}
  (date_diff('day', {{ trino_sunday(first_date) }}, {{ trino_sunday(second_date) }}) / 7)
  {%- elif part == 'microsecond' %}
  cast((to_unixtime({{ trino_moment(second_date) }}) - to_unixtime({{ trino_moment(first_date) }})) * 1000000 as bigint)
  {%- else %}
  date_diff('{{ part }}', date_trunc('{{ part }}', {{ trino_moment(first_date) }}), date_trunc('{{ part }}', {{ trino_moment(second_date) }}))
  {%- endif %}
{%- endmacro %}

{% macro trino_moment(date) -%}
  cast({{ date }} as timestamp(6))
{%- endmacro %}

{% macro trino_sunday(date) -%}
  date_trunc('week', {{ trino_moment(date) }} + interval '1' day)
{%- endmacro %}

{#- The moment's month, counted from the year 0, at the start of the datepart. -#}
{% macro postgres_months(datepart, moment) -%}
  (extract(year from {{ moment }}) * 12 + extract(month from date_trunc('{{ datepart }}', {{ moment }})))
{%- endmacro %}

{% macro postgres_sunday(moment) -%}
  (cast({{ moment }} as date) - cast(extract(dow from {{ moment }}) as integer))
{%- endmacro %}

{% macro duckdb_sunday(date) -%}
  date_trunc('week', cast({{ date }} as timestamp) + interval 1 day)
{%- endmacro %}

{% macro last_day(date, datepart) -%}
  {{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}
{%- endmacro %}

{% macro default__last_day(date, datepart) -%}
  {%- if datepart == 'quarter' %}
  {{ exceptions.raise_compiler_error('last_day of a quarter needs an own macro for this database') }}
  {%- endif %}
  cast({{ dateadd('day', '-1', dateadd('month', '1', date_trunc(datepart, date))) }} as date)
{%- endmacro %}

{% macro duckdb__last_day(date, datepart) -%}
  cast({{ date_trunc(datepart, date) }} + interval 1 {{ datepart }} - interval 1 day as date)
{%- endmacro %}

{% macro postgres__last_day(date, datepart) -%}
  cast({{ date_trunc(datepart, date) }} + {{ postgres_interval(datepart) }} - interval '1 day' as date)
{%- endmacro %}

{% macro trino__last_day(date, datepart) -%}
  cast(date_add('day', -1, date_add('{{ datepart }}', 1, date_trunc('{{ datepart }}', {{ date }}))) as date)
{%- endmacro %}

{% macro date(year, month, day) -%}
  {{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}
{%- endmacro %}

{% macro default__date(year, month, day) -%}
  {%- set text = '%04d-%02d-%02d' % (year, month, day) %}
  cast('{{ text }}' as date)
{%- endmacro %}
