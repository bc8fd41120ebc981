{# What each visit is worth under its contract, before the cap on screen failures is applied. #}
with visits as (
    select
        visits.*,
        cast(1 as decimal(38, 4)) as quantity,
        slots.subject_id is not null as is_screen_failure,
        slots.failed_date,
        slots.paid_from_date,
        coalesce(currencies.minor_units, 2) as minor_units
    from {{ ref('int_payable_visits') }} as visits
    left join {{ ref('int_screen_failure_slots') }} as slots
        on visits.contract_id = slots.contract_id
        and visits.subject_id = slots.subject_id
    left join {{ ref('currencies') }} as currencies on visits.currency = currencies.currency
),

priced as (
    select
        visits.*,
        case
            when not is_in_contract then 'out_of_contract'
            when rate_amount is null or overhead_pct is null then 'unpriced'
            when is_screen_failure and paid_from_date is null then 'capped'
            else 'priced'
        end as pricing_status,
        {{ round_to_minor_units(
            'cast(quantity as decimal(38, 4)) * cast(rate_amount as decimal(38, 4)) * cast(1 + overhead_pct as decimal(38, 6))',
            'minor_units'
        ) }} as full_amount
    from visits
)

select
    priced.*,
    {{ vat_cost('full_amount', 'priced', 'minor_units') }} as vat_cost_amount
from priced
