with periods as (
    select * from {{ ref('int_country_staffing_periods') }}
),

{#
What a site still to be opened will ask for is the mean over all sites of its country; one whose tier has no plan asks for
no visits, and is one of them.
#}
needs as (
    select
        periods.study_id,
        periods.country_code,
        periods.valid_from,
        cast(
            sum(cast(
                coalesce(
                    30.4375 * hours.on_site_hours
                    / (plans.visit_interval_days * {{ monitor_month_hours('sites.country_code') }}), 0
                ) as decimal(38, 15)
            )) / count(*) as decimal(38, 15)
        ) as fte_per_site,
        count(case when sites.activation_date <= periods.valid_from then 1 end) as activated_sites
    from periods
    inner join {{ ref('dim_site') }} as sites
        on periods.study_id = sites.study_id
        and periods.country_code = sites.country_code
        and sites.is_in_ctms
    cross join (
        select sum(visit_hours + preparation_hours + travel_hours + report_hours) as on_site_hours
        from {{ ref('monitoring_visit_hours') }}
        where visit_mode = 'on_site'
    ) as hours
    left join {{ ref('int_site_monitoring_plan_periods') }} as plans
        on sites.study_id = plans.study_id
        and sites.site_id = plans.site_id
        and periods.valid_from >= plans.in_force_from
        and periods.valid_from < plans.in_force_until
    group by periods.study_id, periods.country_code, periods.valid_from
),

assigned as (
    select
        periods.study_id,
        periods.country_code,
        periods.valid_from,
        sum(assignments.allocation_fte) as assigned_fte
    from periods
    inner join {{ ref('dim_site') }} as sites
        on periods.study_id = sites.study_id
        and periods.country_code = sites.country_code
    inner join {{ ref('int_resource_assignment_current') }} as assignments
        on sites.study_id = assignments.study_id
        and sites.site_id = assignments.site_id
        and assignments.assigned_from <= periods.valid_from
        and (assignments.assigned_to is null or assignments.assigned_to >= periods.valid_from)
    where lower(assignments.role) in ('{{ var('monitor_roles') | join("', '") }}')
    group by periods.study_id, periods.country_code, periods.valid_from
),

{# A version that plans for the study as a whole does not tell which country opens how many sites. #}
plans as (
    select study_id, plan_version, valid_from, valid_to, min(country_code) <> 'ZZ' as has_countries
    from {{ ref('enrollment_plan') }}
    group by study_id, plan_version, valid_from, valid_to
),

months_ahead as (
    {% for ahead in range(1, var('capacity_months') + 1) -%}
    select
        periods.*,
        plans.plan_version,
        plans.has_countries,
        {{ add_months(month_start('periods.valid_from'), ahead) }} as month_start_date
    from periods
    left join plans
        on periods.study_id = plans.study_id
        and periods.valid_from >= plans.valid_from
        and periods.valid_from < coalesce(plans.valid_to, date '9999-12-31')
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

asked as (
    select distinct study_id, country_code, plan_version, month_start_date
    from months_ahead
    where has_countries
),

increments as (
    select
        asked.study_id,
        asked.country_code,
        asked.plan_version,
        asked.month_start_date,
        sum(plan.planned_activations) as planned_sites
    from asked
    inner join {{ ref('enrollment_plan') }} as plan
        on asked.study_id = plan.study_id
        and asked.plan_version = plan.plan_version
        and asked.country_code = plan.country_code
        and asked.month_start_date >= plan.month_start_date
    group by asked.study_id, asked.country_code, asked.plan_version, asked.month_start_date
),

planned as (
    select
        months_ahead.study_id,
        months_ahead.country_code,
        months_ahead.valid_from,
        months_ahead.valid_to,
        months_ahead.month_start_date,
        case when coalesce(months_ahead.has_countries, true) then coalesce(increments.planned_sites, 0) end
            as planned_sites
    from months_ahead
    left join increments
        on months_ahead.study_id = increments.study_id
        and months_ahead.country_code = increments.country_code
        and months_ahead.plan_version = increments.plan_version
        and months_ahead.month_start_date = increments.month_start_date
),

to_open as (
    select
        planned.*,
        needs.activated_sites,
        needs.fte_per_site,
        case
            when planned.planned_sites > needs.activated_sites then planned.planned_sites - needs.activated_sites
            when planned.planned_sites <= needs.activated_sites then 0
        end as sites_to_open
    from planned
    inner join needs
        on planned.study_id = needs.study_id
        and planned.country_code = needs.country_code
        and planned.valid_from = needs.valid_from
),

final as (
    select
        to_open.study_id,
        to_open.country_code,
        {{ period_of('to_open.month_start_date') }} as capacity_month,
        to_open.planned_sites,
        to_open.activated_sites,
        to_open.sites_to_open,
        case when visits.study_id is null then 0 else visits.planned_visits end as planned_visits,
        cast(case when visits.study_id is null then 0 else visits.required_hours end as decimal(38, 4)) as planned_visit_hours,
        cast(
            case when visits.study_id is null then 0 else visits.required_hours end / {{ monitor_month_hours('to_open.country_code') }}
            + to_open.sites_to_open * to_open.fte_per_site as decimal(38, 12)
        ) as required_fte,
        cast(coalesce(assigned.assigned_fte, 0) as decimal(38, 12)) as assigned_fte,
        to_open.valid_from,
        to_open.valid_to
    from to_open
    left join {{ ref('int_country_planned_visits') }} as visits
        on to_open.study_id = visits.study_id
        and to_open.country_code = visits.country_code
        and to_open.valid_from = visits.valid_from
        and to_open.month_start_date = visits.month_start_date
    left join assigned
        on to_open.study_id = assigned.study_id
        and to_open.country_code = assigned.country_code
        and to_open.valid_from = assigned.valid_from
)

select * from final
