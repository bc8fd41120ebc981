{#
Site fees, units of vendors and lines of their statements: quantity x the price in force on the day of service, else the
price or the amount that came with the item.
#}
with items as (
    select
        items.*,
        contracts.study_id,
        contracts.site_id,
        contracts.start_date,
        contracts.end_date,
        contracts.currency as contract_currency,
        contracts.vat_pct,
        contracts.vat_recoverable_pct,
        contracts.service,
        coalesce(
            items.service_to, items.service_from, {{ month_end(period_start('items.service_month')) }}
        ) as service_date,
        coalesce(items.reported_date, {{ month_end(period_start('items.reported_month')) }}) as known_date
    from {{ ref('int_payable_item_current') }} as items
    left join {{ ref('int_contracts') }} as contracts on items.contract_id = contracts.contract_id
    where items.item_kind in ('site_fee', 'unit', 'statement')
),

rated as (
    select
        items.*,
        fees.rate_version as schedule_version,
        fees.amount as schedule_price,
        fees.currency as schedule_currency,
        row_number() over (
            partition by items.item_kind, items.payable_item_id
            order by fees.effective_date desc nulls last, fees.rate_version desc, fees.event_name
        ) as rate_rank
    from items
    left join {{ ref('int_fee_schedule_current') }} as fees
        on items.contract_id = fees.contract_id
        and {{ event_key('items.item') }} = {{ event_key('fees.event_name') }}
        and coalesce(fees.price_kind, 'visit') <> 'visit'
        and fees.effective_date <= items.service_date
),

priced as (
    select
        rated.*,
        coalesce(schedule_currency, rated.currency, contract_currency) as item_currency,
        coalesce(schedule_price, unit_price) as price,
        case when schedule_price is null then rated.amount end as stated_amount,
        coalesce(currencies.minor_units, 2) as minor_units
    from rated
    left join {{ ref('currencies') }} as currencies
        on coalesce(rated.schedule_currency, rated.currency, rated.contract_currency) = currencies.currency
    where rate_rank = 1
),

valued as (
    select
        priced.*,
        {{ round_to_minor_units(
            'coalesce(stated_amount, cast(quantity as decimal(38, 4)) * cast(price as decimal(38, 4)))', 'minor_units'
        ) }} as full_amount
    from priced
)

select
    study_id,
    site_id,
    contract_id,
    case
        when item_kind = 'site_fee' and item_type = 'invoiceable' then 'invoiceables'
        when item_kind = 'site_fee' then 'site_fees'
        when item_kind = 'statement' then item_type
        when service = 'central_laboratory' then 'laboratory'
        else 'cro_fees'
    end as cost_type,
    item_kind,
    payable_item_id,
    item,
    service_date,
    known_date,
    coalesce(schedule_version, price_version) as rate_version,
    quantity,
    price as rate_amount,
    item_currency as currency,
    minor_units,
    case
        when study_id is null or service_date < start_date or service_date > end_date then 'out_of_contract'
        when service_date is null then 'undated'
        when stated_amount is null and (quantity is null or price is null) then 'unpriced'
        else 'priced'
    end as pricing_status,
    full_amount,
    {{ vat_cost('full_amount', 'valued', 'minor_units') }} as vat_cost_amount,
    _load_id as source_load_id,
    _row as source_row,
    known_from,
    known_to
from valued
