with as_of as (
    select * from {{ ref('int_as_of') }}
),

last_visits as (
    select
        visits.study_id,
        visits.site_id,
        max(case when visits.visit_type = 'interim' then visits.actual_end_date end) as last_visit_date,
        count(case when visits.visit_type = 'close_out' then 1 end) as close_outs
    from {{ ref('int_monitoring_visit_current') }} as visits
    cross join as_of
    where visits.actual_end_date <= as_of.as_of_date
    group by visits.study_id, visits.site_id
),

active_sites as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.risk_tier,
        last_visits.last_visit_date,
        coalesce(last_visits.last_visit_date, sites.activation_date) as counted_from,
        as_of.as_of_date
    from {{ ref('dim_site') }} as sites
    cross join as_of
    left join last_visits
        on sites.study_id = last_visits.study_id
        and sites.site_id = last_visits.site_id
    where sites.activation_date <= as_of.as_of_date
        and (sites.closed_date is null or sites.closed_date > as_of.as_of_date)
        and coalesce(last_visits.close_outs, 0) = 0
),

due as (
    select
        active_sites.*,
        plans.plan_version,
        case
            when active_sites.last_visit_date is null
                then {{ add_days('active_sites.counted_from', 'plans.first_visit_within_days') }}
            else {{ add_days('active_sites.counted_from', 'plans.visit_interval_days') }}
        end as due_date
    from active_sites
    inner join {{ ref('int_monitoring_plan_periods') }} as plans
        on active_sites.study_id = plans.study_id
        and active_sites.risk_tier = plans.risk_tier
        and active_sites.counted_from >= plans.in_force_from
        and active_sites.counted_from < plans.in_force_until
),

final as (
    select
        study_id,
        site_id,
        country_code,
        due_date,
        last_visit_date,
        risk_tier,
        plan_version,
        coalesce(due_date < as_of_date, false) as is_overdue,
        case when due_date < as_of_date then {{ days_between('due_date', 'as_of_date') }} end as days_overdue
    from due
)

select * from final
where due_date is not null
