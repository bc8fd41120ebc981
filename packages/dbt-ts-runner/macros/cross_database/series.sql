{#- The numbers 1 to upper_bound in the column generated_number. -#}
{% macro generate_series(upper_bound) -%}
  {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{%- endmacro %}

{% macro default__generate_series(upper_bound) -%}
  {%- set powers = get_powers_of_two(upper_bound) -%}
  with bits as (
    select 0 as bit
    union all
    select 1
  ),

  unioned as (
    select
      {% for power in range(powers) -%}
      bit_{{ power }}.bit * {{ 2 ** power }}{{ ' + ' if not loop.last }}
      {%- endfor %} + 1 as generated_number
    from
      {% for power in range(powers) -%}
      bits as bit_{{ power }}{{ ' cross join ' if not loop.last }}
      {%- endfor %}
  )

  select generated_number
  from unioned
  where generated_number <= {{ upper_bound }}
  order by generated_number
{%- endmacro %}

{#- How many bits count up to the number. -#}
{% macro get_powers_of_two(upper_bound) -%}
  {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{%- endmacro %}

{% macro default__get_powers_of_two(upper_bound) -%}
  {%- if upper_bound <= 0 -%}
    {{ exceptions.raise_compiler_error('generate_series needs a number above 0') }}
  {%- endif -%}
  {%- for power in range(1, 100) if 2 ** power >= upper_bound -%}
    {{ return(power) }}
  {%- endfor -%}
{%- endmacro %}

{#- How many dateparts lie from the first date to the second; asked of the database. -#}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
  {%- call statement('get_intervals_between', fetch_result=true) -%}
    select {{ datediff(start_date, end_date, datepart) }}
  {%- endcall -%}
  {%- set result = load_result('get_intervals_between') -%}
  {{ return(result['data'][0][0] if result else 1) }}
{%- endmacro %}

{#- One row per datepart from start_date up to, not with, end_date: column date_<datepart>. -#}
{% macro date_spine(datepart, start_date, end_date) -%}
  {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) -%}
  with rawdata as (
    {{ generate_series(get_intervals_between(start_date, end_date, datepart)) }}
  ),

  all_periods as (
    select {{ dateadd(datepart, '(generated_number - 1)', start_date) }} as date_{{ datepart }}
    from rawdata
  )

  select *
  from all_periods
  where date_{{ datepart }} <= {{ end_date }}
{%- endmacro %}
