{% set carry_days = var('fx_carry_days') %}

with published as (
    select
        rates.*,
        lead(rates.rate_date) over (partition by rates.currency order by rates.rate_date) as next_rate_date
    from {{ ref('int_fx_published') }} as rates
    where rates.rate_type = 'daily'
),

days as (
    select calendar.calendar_date
    from {{ ref('int_calendar') }} as calendar
    cross join {{ ref('int_as_of') }} as as_of
    where calendar.calendar_date <= as_of.as_of_date
),

carried as (
    select
        published.currency,
        days.calendar_date as rate_date,
        published.euro_rate,
        published.rate_date as source_date
    from published
    inner join days
        on days.calendar_date >= published.rate_date
        and days.calendar_date <= {{ add_days('published.rate_date', carry_days) }}
    where published.next_rate_date is null or days.calendar_date < published.next_rate_date
),

final as (
    select currency, rate_date, euro_rate, source_date from carried

    union all

    select 'EUR', calendar_date, cast(1 as decimal(38, 10)), calendar_date from days
)

select * from final
