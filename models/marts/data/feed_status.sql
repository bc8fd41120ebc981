with loads as (
    select
        feed,
        source,
        count(*) as loads,
        max(loaded_at) as last_loaded_at,
        cast(sum(rows_accepted) as bigint) as rows_accepted,
        cast(sum(rows_rejected) as bigint) as rows_rejected
    from {{ ref('int_loads') }}
    group by feed, source
)

select
    loads.feed,
    loads.source,
    loads.loads,
    loads.last_loaded_at,
    loads.rows_accepted,
    loads.rows_rejected,
    freshness.max_age_days,
    {{ days_between('cast(loads.last_loaded_at as date)', 'as_of.as_of_date') }} as age_days,
    {{ days_between('cast(loads.last_loaded_at as date)', 'as_of.as_of_date') }} > freshness.max_age_days as is_stale
from loads
cross join {{ ref('int_as_of') }} as as_of
left join {{ ref('feed_freshness') }} as freshness on loads.feed = freshness.feed
