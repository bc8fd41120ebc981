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

offsets as (
    {% for days in range(100) -%}
    select {{ days }} as days_carried {{ 'union all' if not loop.last }}
    {% endfor %}
),

carried as (
    select
        published.currency,
        {{ add_days('published.rate_date', 'offsets.days_carried') }} as rate_date,
        published.next_rate_date,
        published.euro_rate,
        published.rate_date as source_date
    from published
    cross join offsets
    where offsets.days_carried <= {{ var('fx_carry_days') }}
),

standing as (
    select carried.currency, carried.rate_date, carried.euro_rate, carried.source_date
    from carried
    cross join {{ ref('int_as_of') }} as as_of
    where carried.rate_date <= as_of.as_of_date
        and (carried.next_rate_date is null or carried.rate_date < carried.next_rate_date)
),

final as (
    select * from standing

    union all

    select 'EUR', calendar_date, cast(1 as decimal(38, 10)), calendar_date from days
)

select * from final
