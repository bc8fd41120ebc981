with daily as (
    select
        'daily' as rate_type,
        currency,
        rate_date,
        euro_rate,
        source_date
    from {{ ref('int_fx_daily') }}
    where currency <> 'EUR'
),

delivered as (
    select rate_type, currency, rate_date, euro_rate, rate_date as source_date
    from {{ ref('int_fx_published') }}
    where rate_type <> 'daily'
),

months as (
    select distinct month_start, month_end from {{ ref('int_calendar') }}
),

closing as (
    select 'closing' as rate_type, daily.currency, daily.rate_date, daily.euro_rate, daily.source_date
    from daily
    inner join months on daily.rate_date = months.month_end
),

{# The mean of the days published in a month, dated at its end once the month is over. #}
average as (
    select
        'average' as rate_type,
        published.currency,
        months.month_end as rate_date,
        {{ mean_rate('published.euro_rate') }} as euro_rate,
        max(published.rate_date) as source_date
    from {{ ref('int_fx_published') }} as published
    cross join {{ ref('int_as_of') }} as as_of
    inner join months
        on published.rate_date >= months.month_start
        and published.rate_date <= months.month_end
    where published.rate_type = 'daily'
        and months.month_end <= as_of.as_of_date
    group by published.currency, months.month_end
),

computed as (
    select * from closing
    union all
    select * from average
),

undelivered as (
    select computed.*
    from computed
    left join delivered
        on computed.rate_type = delivered.rate_type
        and computed.currency = delivered.currency
        and computed.rate_date = delivered.rate_date
    where delivered.currency is null
),

final as (
    select * from daily
    union all
    select * from delivered
    union all
    select * from undelivered
)

select
    rate_type,
    'EUR' as base_currency,
    currency as quote_currency,
    rate_date,
    cast(euro_rate as decimal(38, 10)) as rate,
    source_date
from final
