with daily as (
    select
        study_id,
        sum(screened) as screened,
        sum(screen_failed) as screen_failed,
        sum(enrolled) as enrolled,
        sum(randomized) as randomized
    from {{ ref('enrollment_daily') }}
    group by study_id
),

events as (
    select
        study_id,
        count(case when event_type = 'screened' then 1 end) as screened,
        count(case when event_type = 'screen_failed' then 1 end) as screen_failed,
        count(case when event_type = 'enrolled' then 1 end) as enrolled,
        count(case when event_type = 'randomized' then 1 end) as randomized
    from {{ ref('enrollment_events') }}
    group by study_id
)

select events.study_id
from events
left join daily on events.study_id = daily.study_id
where daily.study_id is null
    or daily.screened <> events.screened
    or daily.screen_failed <> events.screen_failed
    or daily.enrolled <> events.enrolled
    or daily.randomized <> events.randomized
