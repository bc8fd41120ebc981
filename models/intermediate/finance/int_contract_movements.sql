{#
Dated changes of what contracts have earned, been invoiced and been paid, by cost type. Work counts from the day it is done and
known. A visit of a subject who then fails screening beyond the cap is taken back on the day of failure and counted
again on the day the cap makes room. Entries for work of an earlier month are true-ups.
#}
with visits as (
    select
        visits.*,
        full_amount + vat_cost_amount as owed_amount,
        {{ round_to_minor_units(
            'cast(full_amount as decimal(38, 4)) * cast(holdback_pct as decimal(38, 6))', 'minor_units'
        ) }} as held_amount,
        case when entered_date > service_date then entered_date else service_date end as counted_date,
        is_screen_failure and (paid_from_date is null or paid_from_date > failed_date) as is_taken_back
    from {{ ref('int_priced_visits') }} as visits
    where pricing_status in ('priced', 'capped')
),

visit_fees as (
    select contract_id, currency, service_date, counted_date as movement_date, owed_amount as amount, held_amount
    from visits
    where not is_taken_back or counted_date < failed_date

    union all

    select contract_id, currency, service_date, failed_date, -owed_amount, -held_amount
    from visits
    where is_taken_back and counted_date < failed_date

    union all

    select
        contract_id, currency, service_date,
        case when paid_from_date > counted_date then paid_from_date else counted_date end,
        owed_amount, held_amount
    from visits
    where is_taken_back and paid_from_date is not null
),

earned as (
    select visit_fees.*, 'visit_fees' as cost_type from visit_fees

    union all

    select
        contract_id, currency, service_date,
        case when known_date > service_date then known_date else service_date end,
        amount, holdback_amount, cost_type
    from {{ ref('int_earned_items') }}
    where cost_type <> 'visit_fees' and pricing_status = 'priced'
),

final as (
    select
        contract_id, cost_type, currency, service_date, movement_date,
        case when {{ period_of('service_date') }} = {{ period_of('movement_date') }} then 'earned' else 'true_up' end
            as movement_type,
        amount, held_amount
    from earned

    union all

    select
        contract_id, cost_type, currency, cast(null as date), posting_date,
        case when is_holdback_release then 'released' else 'invoiced' end,
        amount, cast(0 as decimal(38, 4))
    from {{ ref('int_contract_invoices') }}
    where contract_id is not null

    union all

    select
        contract_id, cost_type, currency, cast(null as date), payment_date, 'paid', amount, cast(0 as decimal(38, 4))
    from {{ ref('int_contract_payments') }}
    where amount is not null
)

select
    contract_id,
    cost_type,
    currency,
    service_date,
    movement_date,
    {{ period_of('movement_date') }} as period,
    movement_type,
    cast(amount as decimal(38, 4)) as amount,
    cast(held_amount as decimal(38, 4)) as held_amount
from final
