{{ config(incremental_strategy='merge', unique_key='id', merge_exclude_columns=['batch']) }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
