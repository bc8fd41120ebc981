with days as (
  {{ dbt.date_spine('day', "cast('2024-01-30' as date)", "cast('2024-02-03' as date)") }}
)
select * from days
{{ dbt.except() }}
select cast('2024-01-31' as timestamp)
