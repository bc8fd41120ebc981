with plans as (
    select versions.study_id, versions.plan_version
    from {{ ref('enrollment_plan_versions') }} as versions
    cross join {{ ref('int_as_of') }} as as_of
    where versions.valid_from <= as_of.as_of_date
        and (versions.valid_to is null or versions.valid_to > as_of.as_of_date)
),

in_force as (
    select
        increments.study_id,
        increments.country,
        increments.month,
        increments.planned_screened,
        increments.planned_enrolled,
        max(case when increments.country = '*' then 0 else 1 end) over (partition by increments.study_id)
            as has_countries
    from {{ ref('int_enrollment_plan_current') }} as increments
    inner join plans
        on increments.study_id = plans.study_id
        and increments.plan_version = plans.plan_version
),

{# The k-th of n days gets the difference of two rounded running totals, so that days add up exactly. #}
by_day as (
    select
        in_force.study_id,
        coalesce(aliases.country_code, 'ZZ') as country_code,
        calendar.calendar_date,
        in_force.planned_screened,
        in_force.planned_enrolled,
        {{ days_between('calendar.month_start', 'calendar.calendar_date') }} as days_before,
        {{ days_between('calendar.month_start', 'calendar.month_end') }} + 1 as days_in_month
    from in_force
    inner join {{ ref('int_calendar') }} as calendar on in_force.month = calendar.period
    left join {{ ref('country_aliases') }} as aliases on lower(trim(in_force.country)) = aliases.country_alias
    where in_force.country <> '*' or in_force.has_countries = 0
),

final as (
    select
        study_id,
        country_code,
        calendar_date,
        {% for measure in ['planned_screened', 'planned_enrolled'] -%}
        sum(
            {{ ratio(measure ~ ' * (days_before + 1)', 'days_in_month') }}
            - {{ ratio(measure ~ ' * days_before', 'days_in_month') }}
        ) as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}
    from by_day
    group by study_id, country_code, calendar_date
)

select * from final
