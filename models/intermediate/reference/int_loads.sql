select
    load_id,
    feed,
    profile,
    source,
    mode,
    file_name,
    cast(loaded_at as timestamp) as loaded_at,
    cast(rows_read as bigint) as rows_read,
    cast(rows_accepted as bigint) as rows_accepted,
    cast(rows_rejected as bigint) as rows_rejected
from {{ source('lake', '_loads') }}
