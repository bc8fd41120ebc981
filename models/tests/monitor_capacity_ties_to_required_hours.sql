-- Of the months ahead, visits and hours of a country are those of its sites.
with months as (
    select
        hours.study_id,
        hours.country_code,
        hours.capacity_month,
        case when count(*) = count(hours.planned_visits) then sum(hours.planned_visits) end as planned_visits,
        case when count(*) = count(hours.required_hours) then sum(hours.required_hours) end as required_hours
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
        coalesce(capacity.planned_visits, -1)
            <> coalesce(case when months.study_id is null then 0 else months.planned_visits end, -1)
        or coalesce(capacity.planned_visit_hours, -1)
            <> coalesce(case when months.study_id is null then 0 else months.required_hours end, -1)
    )
