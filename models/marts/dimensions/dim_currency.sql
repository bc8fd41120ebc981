with delivered as (
    select * from {{ ref('int_currency_current') }}
),

rated as (
    select distinct currency from {{ ref('int_fx_published') }}
),

named as (
    select currency from {{ ref('currencies') }}
    union
    select currency from delivered
    union
    select currency from rated
    union
    select '{{ var('reporting_currency') }}' as currency
    union
    select 'EUR' as currency
)

select
    named.currency,
    delivered.currency_name,
    delivered.numeric_code,
    cast(coalesce(units.minor_units, delivered.minor_units) as bigint) as minor_units,
    delivered.replaced_by,
    delivered.replacement_rate,
    named.currency = '{{ var('reporting_currency') }}' as is_reporting_currency,
    named.currency = 'EUR' or rated.currency is not null as has_rate,
    delivered.valid_from as valid_from_date,
    delivered.valid_to as valid_to_date
from named
left join {{ ref('currencies') }} as units on named.currency = units.currency
left join delivered on named.currency = delivered.currency
left join rated on named.currency = rated.currency
where named.currency is not null
