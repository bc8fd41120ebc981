{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='"happened_at"', batch_size='year', begin='2024-05-17T10:00:00') }}
select * from {{ ref('events') }}
