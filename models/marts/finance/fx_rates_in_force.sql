{#
A published rate holds until the next one, at most fx_carry_days; the average of a month until its next day of publication.
Average and budget rates that are delivered go before those computed from daily ones, an average to the end of its month.
#}
with published as (
    select
        rates.currency,
        rates.rate_date,
        rates.euro_rate,
        {{ month_start('rates.rate_date') }} as month_start,
        {{ fiscal_year_start('rates.rate_date') }} as fiscal_year_start,
        lead(rates.rate_date) over (partition by rates.currency order by rates.rate_date) as next_date,
        min(rates.rate_date) over (partition by rates.currency) as first_date
    from {{ ref('int_fx_published') }} as rates
    cross join {{ ref('int_as_of') }} as as_of
    where rates.rate_type = 'daily'
        and rates.currency <> 'EUR'
        and rates.rate_date <= as_of.as_of_date
),

closing as (
    select
        'closing' as rate_type,
        currency,
        rate_date as valid_from,
        case
            when next_date <= {{ add_days('rate_date', var('fx_carry_days')) }} then next_date
            else {{ add_days('rate_date', var('fx_carry_days') + 1) }}
        end as valid_to,
        euro_rate as rate
    from published
),

average as (
    select
        'average' as rate_type,
        published.currency,
        published.month_start as span_start,
        published.rate_date as valid_from,
        case
            when published.next_date < {{ add_months('published.month_start', 1) }} then published.next_date
            else {{ add_months('published.month_start', 1) }}
        end as valid_to,
        cast(round({{ mean_rate('earlier.euro_rate') }}, 6) as decimal(38, 10)) as rate
    from published
    inner join published as earlier
        on published.currency = earlier.currency
        and published.month_start = earlier.month_start
        and earlier.rate_date <= published.rate_date
    group by published.currency, published.rate_date, published.next_date, published.month_start
),

{# The first rate of a financial year; of a year that had begun before any rate was published there is none. #}
budget as (
    select
        'budget' as rate_type,
        currency,
        date '1900-01-01' as span_start,
        rate_date as valid_from,
        {{ add_months('fiscal_year_start', 12) }} as valid_to,
        euro_rate as rate
    from (
        select
            published.*,
            row_number() over (partition by currency, fiscal_year_start order by rate_date) as position
        from published
    ) as years
    where position = 1 and first_date <= fiscal_year_start
),

spans as (
    select
        rate_type,
        currency,
        case rate_type when 'average' then {{ month_start('rate_date') }} else date '1900-01-01' end as span_start,
        case rate_type when 'average' then {{ add_months(month_start('rate_date'), 1) }} else date '9999-12-31' end as span_end,
        rate_date,
        euro_rate
    from {{ ref('int_fx_published') }}
    where rate_type in ('average', 'budget') and currency <> 'EUR'
),

delivered as (
    select
        rate_type,
        currency,
        span_start,
        rate_date as valid_from,
        coalesce(
            lead(rate_date) over (partition by rate_type, currency, span_start order by rate_date), span_end
        ) as valid_to,
        euro_rate as rate
    from spans
),

{# Computed rates hold until one is delivered. #}
undelivered as (
    select
        computed.rate_type,
        computed.currency,
        computed.valid_from,
        case when firsts.first_day < computed.valid_to then firsts.first_day else computed.valid_to end as valid_to,
        computed.rate
    from (select * from average union all select * from budget) as computed
    left join (
        select rate_type, currency, span_start, min(valid_from) as first_day
        from delivered
        group by rate_type, currency, span_start
    ) as firsts
        on computed.rate_type = firsts.rate_type
        and computed.currency = firsts.currency
        and computed.span_start = firsts.span_start
    where firsts.first_day is null or computed.valid_from < firsts.first_day
),

rated as (
    select * from closing
    union all
    select * from undelivered
    union all
    select rate_type, currency, valid_from, valid_to, rate from delivered
),

used as (
    select currency from {{ ref('int_contracts') }}
    union
    select currency from {{ ref('int_ap_invoice_current') }}
),

{# Currencies that contracts or invoices are in and that no rate was published for. #}
unrated as (
    select rate_types.rate_type, used.currency, date '1900-01-01', date '9999-12-31', cast(null as decimal(38, 10))
    from used
    cross join (
        select 'closing' as rate_type union all select 'average' union all select 'budget'
    ) as rate_types
    left join rated on used.currency = rated.currency
    where used.currency <> 'EUR' and rated.currency is null
)

select * from rated
union all
select * from unrated
