{{ config(incremental_strategy='delete+insert', unique_key=['id', 'label']) }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
