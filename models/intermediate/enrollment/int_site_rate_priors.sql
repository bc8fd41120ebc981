{% set shapes = var('site_rate_shape_of') %}

with months as (
    select distinct calendar.month_start, calendar.month_end
    from {{ ref('int_calendar') }} as calendar
    cross join {{ ref('int_as_of') }} as as_of
    where calendar.month_end <= as_of.as_of_date
),

sites as (
    select study_id, site_id, activation_date, closed_date
    from {{ ref('dim_site') }}
    where is_in_ctms
),

active as (
    select
        sites.study_id,
        months.month_end,
        sum(
            case
                when sites.closed_date <= months.month_end
                    then {{ days_between('sites.activation_date', 'sites.closed_date') }}
                else {{ days_between('sites.activation_date', 'months.month_end') }}
            end
        ) as active_days
    from sites
    inner join months on sites.activation_date <= months.month_end
    where sites.closed_date is null or sites.closed_date > sites.activation_date
    group by sites.study_id, months.month_end
),

enrolled_months as (
    select events.study_id, {{ month_start('events.event_date') }} as month_start, count(*) as enrolled
    from {{ ref('enrollment_events') }} as events
    inner join sites
        on events.study_id = sites.study_id
        and events.site_id = sites.site_id
    where events.event_type = 'enrolled' and events.event_date is not null
    group by 1, 2
),

enrolled as (
    select enrolled_months.study_id, months.month_end, sum(enrolled_months.enrolled) as enrolled
    from enrolled_months
    inner join months on enrolled_months.month_start <= months.month_end
    group by enrolled_months.study_id, months.month_end
),

shaped as (
    select
        enrolled.study_id,
        enrolled.month_end,
        enrolled.enrolled,
        coalesce(active.active_days, 0) as active_days,
        cast(
            {%- if shapes %}
            case enrolled.study_id
                {%- for study, shape in shapes.items() %}
                when '{{ study }}' then {{ shape }}
                {%- endfor %}
                else {{ var('site_rate_shape') }}
            end
            {%- else %}
            {{ var('site_rate_shape') }}
            {%- endif %} as decimal(38, 10)
        ) as prior_shape
    from enrolled
    left join active
        on enrolled.study_id = active.study_id
        and enrolled.month_end = active.month_end
)

select
    study_id,
    month_end as valid_from,
    lead(month_end) over (partition by study_id order by month_end) as valid_to,
    prior_shape,
    {{ ratio('prior_shape * active_days', 'enrolled') }} as prior_days
from shaped
