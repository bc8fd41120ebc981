{{ config(unique_key='id') }}
select id, label, batch from {{ source('raw', 'events') }} {{ new_rows() }}
