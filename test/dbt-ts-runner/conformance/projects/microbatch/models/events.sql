{{ config(materialized='table', event_time='happened_at') }}
select * from (values
  (1, timestamp '2024-01-01 05:00:00'), (2, timestamp '2024-01-02 06:00:00'),
  (3, timestamp '2024-01-03 07:00:00'), (4, timestamp '2024-02-10 08:00:00'),
  (5, timestamp '2025-06-01 09:00:00')
) as events (id, happened_at)
{% if var('more', false) %}
union all select 6, timestamp '2024-01-02 23:59:59'
{% endif %}
