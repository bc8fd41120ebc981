{{ config(incremental_strategy='append') }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
