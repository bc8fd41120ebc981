with actual as (
    select
        study_id,
        country_code,
        site_id,
        event_date as calendar_date,
        count(case when event_type = 'screened' then 1 end) as screened,
        count(case when event_type = 'screen_failed' then 1 end) as screen_failed,
        count(case when event_type = 'enrolled' then 1 end) as enrolled,
        count(case when event_type = 'randomized' then 1 end) as randomized
    from {{ ref('enrollment_events') }}
    where event_type in ('screened', 'screen_failed', 'enrolled', 'randomized')
    group by study_id, country_code, site_id, event_date
),

days as (
    select
        study_id, country_code, site_id, calendar_date, screened, screen_failed, enrolled, randomized,
        cast(0 as decimal(38, 10)) as planned_screened,
        cast(0 as decimal(38, 10)) as planned_enrolled
    from actual

    union all

    select
        study_id, country_code, cast(null as varchar), calendar_date, 0, 0, 0, 0,
        cast(planned_screened as decimal(38, 10)),
        cast(planned_enrolled as decimal(38, 10))
    from {{ ref('int_enrollment_plan_days') }}
),

{# Rows of the plan and events of subjects without a site may share a day. #}
summed as (
    select
        study_id,
        country_code,
        site_id,
        calendar_date,
        {% for count in ['screened', 'screen_failed', 'enrolled', 'randomized'] -%}
        cast(sum({{ count }}) as bigint) as {{ count }},
        {% endfor -%}
        cast(sum(planned_screened) as decimal(38, 10)) as planned_screened,
        cast(sum(planned_enrolled) as decimal(38, 10)) as planned_enrolled
    from days
    group by study_id, country_code, site_id, calendar_date
),

final as (
    select
        days.*,
        coalesce(days.calendar_date <= as_of.as_of_date, true) as is_elapsed
    from summed as days
    cross join {{ ref('int_as_of') }} as as_of
)

select * from final
