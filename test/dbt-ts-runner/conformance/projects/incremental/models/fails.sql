{{ config(on_schema_change='fail') }}
select * from {{ source('raw', 'events') }} {{ new_rows() }}
