with loads as (
    select * from {{ ref('int_loads') }}
)

select
    feed,
    source,
    count(*) as loads,
    max(loaded_at) as last_loaded_at,
    cast(sum(rows_accepted) as bigint) as rows_accepted,
    cast(sum(rows_rejected) as bigint) as rows_rejected
from loads
group by feed, source
