{{ config(incremental_strategy='merge', unique_key='id') }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
