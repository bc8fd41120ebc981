{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened_at', batch_size='month', begin='2024-01-01', lookback=2) }}
select *, (select count(*) from {{ ref('events').render() }}) as of_all from {{ ref('events') }} as events
