with enrolled as (
    select
        study_id,
        site_id,
        min(event_date) as first_enrolled_date
    from {{ ref('enrollment_events') }}
    where event_type = 'enrolled'
    group by study_id, site_id
),

visited as (
    select
        visits.study_id,
        visits.site_id,
        min(visits.actual_end_date) as first_visit_date
    from {{ ref('int_monitoring_visit_current') }} as visits
    cross join {{ ref('int_as_of') }} as as_of
    where visits.visit_type = 'interim'
        and visits.actual_end_date <= as_of.as_of_date
    group by visits.study_id, visits.site_id
),

final as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        plans.risk_tier,
        plans.plan_version,
        enrolled.first_enrolled_date,
        {{ add_days('enrolled.first_enrolled_date', 'plans.first_visit_within_days') }} as due_date,
        visited.first_visit_date
    from {{ ref('dim_site') }} as sites
    inner join enrolled
        on sites.study_id = enrolled.study_id
        and sites.site_id = enrolled.site_id
    left join visited
        on sites.study_id = visited.study_id
        and sites.site_id = visited.site_id
    left join {{ ref('int_site_monitoring_plan_periods') }} as plans
        on sites.study_id = plans.study_id
        and sites.site_id = plans.site_id
        and enrolled.first_enrolled_date >= plans.in_force_from
        and enrolled.first_enrolled_date < plans.in_force_until
)

select * from final
