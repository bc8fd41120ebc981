{{ config(incremental_strategy='merge', unique_key='id', merge_update_columns=['label']) }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
