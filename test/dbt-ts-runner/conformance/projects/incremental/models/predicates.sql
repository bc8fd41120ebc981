{{ config(incremental_strategy='delete+insert', unique_key='id', incremental_predicates=["batch < 2"]) }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
