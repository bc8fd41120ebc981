{{ config(on_schema_change='sync_all_columns') }}
select id, batch{{ ", label as renamed" if is_incremental() else ", label" }}
from {{ source('raw', 'events') }} {{ new_rows() }}
