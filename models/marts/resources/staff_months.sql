with months as (
    select
        calendar.month_start,
        calendar.month_end,
        calendar.period
    from {{ ref('int_calendar') }} as calendar
    cross join {{ ref('int_as_of') }} as as_of
    where calendar.calendar_date = calendar.month_start
        and calendar.month_end <= as_of.as_of_date
),

booked as (
    select
        person_id,
        month,
        cast(sum(hours) as decimal(38, 10)) as site_hours
    from {{ ref('int_time_entry_current') }}
    where site_id is not null
    group by person_id, month
),

staff as (
    select
        people.*,
        coalesce(aliases.country_code, 'ZZ') as country_code
    from {{ ref('int_person_current') }} as people
    left join {{ ref('country_aliases') }} as aliases on lower(trim(people.country)) = aliases.country_alias
    where people.employed_from is not null
),

final as (
    select
        staff.person_id,
        staff.country_code,
        staff.role,
        coalesce(lower(staff.role) in ('{{ var('monitor_roles') | join("', '") }}'), false) as is_monitor,
        months.period,
        months.month_start as month_start_date,
        months.month_end as month_end_date,
        {{ month_end(add_days('months.month_end', 1)) }} as next_month_end_date,
        coalesce(booked.site_hours, 0) as site_hours,
        cast(staff.fte * staff.full_time_hours_per_month as decimal(38, 10)) as contracted_hours,
        case
            when staff.employed_to < months.month_start or staff.employed_to < staff.employed_from then 0
            else {{ days_between(
                'case when staff.employed_from > months.month_start then staff.employed_from else months.month_start end',
                'case when staff.employed_to < months.month_end then staff.employed_to else months.month_end end'
            ) }} + 1
        end as employed_days,
        {{ days_between('months.month_start', 'months.month_end') }} + 1 as month_days
    from staff
    inner join months on staff.employed_from <= months.month_end
    left join booked
        on staff.person_id = booked.person_id
        and months.period = booked.month
)

select * from final
