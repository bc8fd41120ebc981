-- Of the months ahead, visits and hours of a country are those of its sites.
with months as (
    select
        hours.study_id,
        hours.country_code,
        hours.capacity_month,
        sum(hours.planned_visits) as planned_visits,
        sum(hours.required_hours) as required_hours
    from {{ ref('required_monitoring_hours') }} as hours
    cross join {{ ref('int_as_of') }} as as_of
    where hours.month_start_date > as_of.as_of_date
    group by hours.study_id, hours.country_code, hours.capacity_month
)

select
    capacity.study_id,
    capacity.country_code,
    capacity.capacity_month
from {{ ref('monitor_capacity') }} as capacity
left join months
    on capacity.study_id = months.study_id
    and capacity.country_code = months.country_code
    and capacity.capacity_month = months.capacity_month
where capacity.valid_to is null
    and (
        capacity.planned_visits <> coalesce(months.planned_visits, 0)
        or capacity.planned_visit_hours <> coalesce(months.required_hours, 0)
    )
