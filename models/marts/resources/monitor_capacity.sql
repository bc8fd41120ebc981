{% set hours_per_month -%}
    case sites.country_code
        {% for country, hours in var('monitor_month_hours_of').items() -%}
        when '{{ country }}' then {{ hours }}
        {% endfor -%}
        else {{ var('monitor_month_hours') }}
    end
{%- endset %}

with periods as (
    select * from {{ ref('int_country_staffing_periods') }}
),

{# A site whose tier has no plan asks for no visits, and is one of those that the mean is taken over. #}
needs as (
    select
        periods.study_id,
        periods.country_code,
        periods.valid_from,
        cast(
            sum(cast(
                coalesce(30.4375 * {{ var('visit_hours') }} / (plans.visit_interval_days * {{ hours_per_month }}), 0)
                as decimal(38, 15)
            )) / count(*) as decimal(38, 15)
        ) as fte_per_site,
        count(case when sites.activation_date is not null and sites.closed_date <= periods.valid_from then 1 end)
            as closed_sites
    from periods
    inner join {{ ref('dim_site') }} as sites
        on periods.study_id = sites.study_id
        and periods.country_code = sites.country_code
        and sites.is_in_ctms
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

planned as (
    select
        months_ahead.study_id,
        months_ahead.country_code,
        months_ahead.valid_from,
        months_ahead.valid_to,
        months_ahead.month_start_date,
        case
            when coalesce(months_ahead.has_countries, true) then coalesce(sum(increments.planned_activations), 0)
        end as planned_sites
    from months_ahead
    left join {{ ref('enrollment_plan') }} as increments
        on months_ahead.study_id = increments.study_id
        and months_ahead.plan_version = increments.plan_version
        and months_ahead.country_code = increments.country_code
        and months_ahead.month_start_date >= increments.month_start_date
    group by
        months_ahead.study_id, months_ahead.country_code, months_ahead.valid_from, months_ahead.valid_to,
        months_ahead.month_start_date, months_ahead.has_countries
),

final as (
    select
        planned.study_id,
        planned.country_code,
        {{ period_of('planned.month_start_date') }} as capacity_month,
        planned.planned_sites,
        needs.closed_sites,
        cast(
            case
                when planned.planned_sites > needs.closed_sites
                    then (planned.planned_sites - needs.closed_sites) * needs.fte_per_site
                when planned.planned_sites <= needs.closed_sites then 0
            end as decimal(38, 12)
        ) as required_fte,
        cast(coalesce(assigned.assigned_fte, 0) as decimal(38, 12)) as assigned_fte,
        planned.valid_from,
        planned.valid_to
    from planned
    inner join needs
        on planned.study_id = needs.study_id
        and planned.country_code = needs.country_code
        and planned.valid_from = needs.valid_from
    left join assigned
        on planned.study_id = assigned.study_id
        and planned.country_code = assigned.country_code
        and planned.valid_from = assigned.valid_from
)

select * from final
