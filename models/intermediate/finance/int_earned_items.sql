{# Every piece of work that a contract pays for and that was done and known by the as-of date, in the contract's currency. #}
with visits as (
    select
        study_id, site_id, contract_id, 'visit_fees' as cost_type, 'visit' as item_kind,
        subject_id || '|' || visit_id as item_id,
        event_name as item_name, subject_id, service_date,
        coalesce(entered_date, service_date) as known_date,
        rate_version, quantity, rate_amount, overhead_pct, holdback_pct, currency, minor_units, pricing_status,
        case pricing_status when 'priced' then full_amount when 'capped' then cast(0 as decimal(38, 4)) end as amount,
        case pricing_status when 'priced' then vat_cost_amount when 'capped' then cast(0 as decimal(38, 4)) end as vat_cost_amount,
        source_load_id, source_row, known_from, known_to
    from {{ ref('int_priced_visits') }}
),

items as (
    select
        study_id, site_id, contract_id, cost_type, item_kind,
        payable_item_id as item_id,
        item as item_name, cast(null as varchar) as subject_id, service_date,
        coalesce(known_date, service_date) as known_date,
        rate_version, quantity, rate_amount,
        cast(0 as decimal(38, 10)) as overhead_pct, cast(0 as decimal(38, 10)) as holdback_pct,
        currency, minor_units, pricing_status,
        case when pricing_status = 'priced' then full_amount end as amount,
        case when pricing_status = 'priced' then vat_cost_amount end as vat_cost_amount,
        source_load_id, source_row, known_from, known_to
    from {{ ref('int_priced_items') }}

    union all

    select
        study_id, site_id, contract_id, cost_type, item_kind,
        case when service_date is null then payable_item_id else payable_item_id || '|' || cast(service_date as varchar) end,
        item, cast(null as varchar), service_date, known_date,
        rate_version, cast(1 as decimal(38, 4)), rate_amount,
        cast(0 as decimal(38, 10)), cast(0 as decimal(38, 10)),
        currency, minor_units, pricing_status,
        case when pricing_status = 'priced' then full_amount end,
        case when pricing_status = 'priced' then vat_cost_amount end,
        source_load_id, source_row, known_from, known_to
    from {{ ref('int_spread_items') }}
),

earned as (
    select * from visits
    union all
    select * from items
)

select
    study_id, site_id, contract_id, cost_type, item_kind, item_id, item_name, subject_id, service_date, known_date,
    rate_version, quantity, rate_amount, overhead_pct, holdback_pct, currency, minor_units, pricing_status,
    cast(amount + vat_cost_amount as decimal(38, 4)) as amount,
    vat_cost_amount,
    {{ round_to_minor_units(
        'cast(amount as decimal(38, 4)) * cast(holdback_pct as decimal(38, 6))', 'minor_units'
    ) }} as holdback_amount,
    source_load_id, source_row, known_from, known_to
from earned
cross join {{ ref('int_as_of') }} as as_of
where earned.service_date is null
    or (earned.service_date <= as_of.as_of_date and earned.known_date <= as_of.as_of_date)
