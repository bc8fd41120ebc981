{{ config(full_refresh=false) }}
select id, label, batch, '{{ should_full_refresh() }}{{ is_incremental() }}' as how
from {{ source('raw', 'events') }} {{ new_rows() }}
