{# Units of a currency per one euro on the days a rate was published; pairs against the euro only. #}
with rates as (
    select * from {{ ref('int_fx_rate_current') }}
    where rate > 0
),

per_euro as (
    select rate_type, quote_currency as currency, rate_date, rate as euro_rate
    from rates
    where base_currency = 'EUR'

    union all

    select rate_type, base_currency as currency, rate_date, {{ ratio('1', 'rate') }} as euro_rate
    from rates
    where quote_currency = 'EUR' and base_currency <> 'EUR'
),

ranked as (
    select
        per_euro.*,
        row_number() over (partition by rate_type, currency, rate_date order by euro_rate) as position
    from per_euro
)

select
    rate_type,
    currency,
    rate_date,
    euro_rate
from ranked
where position = 1
