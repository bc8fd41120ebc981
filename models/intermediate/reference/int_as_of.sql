with loads as (
    select * from {{ ref('int_loads') }}
)

select
    coalesce(
        {{ parse_date("nullif('" ~ var('as_of_date') ~ "', '')") }},
        cast(max(loaded_at) as date),
        current_date
    ) as as_of_date
from loads
