with months as (
    select plan.study_id, plan.plan_version, sum(plan.planned_enrolled) as planned_enrolled
    from {{ ref('int_enrollment_plan_current') }} as plan
    where plan.country <> '*'
    group by plan.study_id, plan.plan_version
),

days as (
    select study_id, sum(planned_enrolled) as planned_enrolled
    from {{ ref('enrollment_daily') }}
    where site_id is null
    group by study_id
)

-- The days of a study add up exactly to one of its plan versions.
select days.study_id
from days
left join months
    on days.study_id = months.study_id
    and days.planned_enrolled = months.planned_enrolled
where days.planned_enrolled <> 0
    and days.study_id in (select study_id from months)
    and months.study_id is null
