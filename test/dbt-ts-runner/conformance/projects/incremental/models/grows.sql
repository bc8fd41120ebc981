{{ config(on_schema_change='append_new_columns', unique_key='id') }}
select * from {{ source('raw', 'events') }} {{ new_rows() }}
