{{ config(
    materialized='incremental', incremental_strategy='microbatch', event_time='happened_at',
    batch_size='day', begin='2024-01-01',
    pre_hook="create table if not exists hooks (what varchar)",
    post_hook="insert into hooks values ('{{ this.name }}')"
) }}
select
  *,
  '{{ model.batch.id }} {{ model.batch.event_time_start }} {{ model.batch.event_time_end }}' as batch,
  '{{ is_incremental() }}' as how
from {{ ref('events') }}
{% if model.batch.id == var('broken', '') %} where cast('broken' as int) = id {% endif %}
