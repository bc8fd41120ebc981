{# The ISO year of a week is the year of its Thursday. #}
with days as (
    select
        calendar_date,
        month_start,
        month_end,
        period,
        {{ week_start('calendar_date') }} as week_start_date,
        {{ fiscal_year_start('calendar_date') }} as fiscal_year_start_date
    from {{ ref('int_calendar') }}
),

accounting as (
    select
        days.calendar_date,
        case when count(distinct periods.period) = 1 then min(periods.period) end as accounting_period
    from days
    inner join {{ ref('int_accounting_period_current') }} as periods
        on days.calendar_date >= periods.start_date
        and days.calendar_date <= periods.end_date
    group by days.calendar_date
)

select
    days.calendar_date,
    cast(extract(year from days.calendar_date) as bigint) as calendar_year,
    cast(extract(quarter from days.calendar_date) as bigint) as calendar_quarter,
    cast(extract(month from days.calendar_date) as bigint) as calendar_month,
    days.period,
    cast(extract(year from {{ add_days('days.week_start_date', 3) }}) as bigint) as iso_year,
    cast(extract(week from days.calendar_date) as bigint) as iso_week,
    {{ days_between('days.week_start_date', 'days.calendar_date') }} + 1 as iso_weekday,
    accounting.accounting_period,
    days.month_start as month_start_date,
    days.month_end as month_end_date,
    days.week_start_date,
    days.fiscal_year_start_date
from days
left join accounting on days.calendar_date = accounting.calendar_date
