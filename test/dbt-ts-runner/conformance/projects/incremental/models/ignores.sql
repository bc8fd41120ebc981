{{ config(on_schema_change='ignore') }}
select id, label, batch{{ ", 1 as more" if is_incremental() }} from {{ source('raw', 'events') }} {{ new_rows() }}
