with sites as (
    select study_id, sum(screened) as screened, sum(enrolled) as enrolled
    from {{ ref('site_performance') }}
    group by study_id
),

events as (
    select
        study_id,
        count(case when event_type = 'screened' then 1 end) as screened,
        count(case when event_type = 'enrolled' then 1 end) as enrolled
    from {{ ref('enrollment_events') }}
    where site_id is not null
    group by study_id
)

select events.study_id
from events
left join sites on events.study_id = sites.study_id
where sites.study_id is null
    or sites.screened <> events.screened
    or sites.enrolled <> events.enrolled
