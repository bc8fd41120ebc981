{# Stretches in which nothing changes that the need for monitors of a country depends on; none is longer than a month. #}
with as_of as (
    select * from {{ ref('int_as_of') }}
),

countries as (
    select distinct study_id, country_code
    from {{ ref('dim_site') }}
    where is_in_ctms
),

plan_changes as (
    select study_id, site_id, in_force_from as changed_on
    from {{ ref('int_site_monitoring_plan_periods') }}

    union all

    select study_id, site_id, in_force_until as changed_on
    from {{ ref('int_site_monitoring_plan_periods') }}
),

assignments as (
    select
        assignments.study_id,
        sites.country_code,
        assignments.assigned_from,
        assignments.assigned_to
    from {{ ref('int_resource_assignment_current') }} as assignments
    inner join {{ ref('dim_site') }} as sites
        on assignments.study_id = sites.study_id
        and assignments.site_id = sites.site_id
    where lower(assignments.role) in ('{{ var('monitor_roles') | join("', '") }}')
),

changes as (
    select countries.study_id, countries.country_code, plans.valid_from as changed_on
    from countries
    inner join {{ ref('enrollment_plan_versions') }} as plans on countries.study_id = plans.study_id

    union all

    select sites.study_id, sites.country_code, plans.changed_on
    from {{ ref('dim_site') }} as sites
    inner join plan_changes as plans
        on sites.study_id = plans.study_id
        and sites.site_id = plans.site_id

    union all

    select study_id, country_code, closed_date as changed_on
    from {{ ref('dim_site') }}
    where activation_date is not null

    union all

    select study_id, country_code, activation_date as changed_on
    from {{ ref('dim_site') }}

    union all

    select study_id, country_code, last_visit_date as changed_on
    from {{ ref('monitoring_intervals') }}

    union all

    select study_id, country_code, assigned_from as changed_on
    from assignments

    union all

    select study_id, country_code, {{ add_days('assigned_to', 1) }} as changed_on
    from assignments
),

known as (
    select changes.*
    from changes
    cross join as_of
    where changes.changed_on > date '1900-01-01'
        and changes.changed_on <= as_of.as_of_date
),

begun as (
    select countries.study_id, countries.country_code, firsts.first_change
    from countries
    inner join (
        select study_id, min(changed_on) as first_change
        from known
        group by study_id
    ) as firsts on countries.study_id = firsts.study_id
),

points as (
    select study_id, country_code, changed_on as valid_from
    from known

    union

    select begun.study_id, begun.country_code, calendar.calendar_date as valid_from
    from begun
    cross join as_of
    inner join {{ ref('int_calendar') }} as calendar
        on calendar.month_end >= begun.first_change
        and calendar.calendar_date <= as_of.as_of_date
    where calendar.calendar_date = calendar.month_start
)

select
    study_id,
    country_code,
    valid_from,
    lead(valid_from) over (partition by study_id, country_code order by valid_from) as valid_to
from points
