{#
Dated changes of what is earned and invoiced under a site contract. Work counts from the day it is done and
entered. A visit of a subject who then fails screening beyond the cap is taken back on the day of failure
and counted again on the day the cap makes room. Entries for work of an earlier month are true-ups.
#}
with priced as (
    select
        visits.*,
        case
            when entered_date > service_date then entered_date
            else service_date
        end as counted_date,
        is_screen_failure and (paid_from_date is null or paid_from_date > failed_date) as is_taken_back
    from {{ ref('int_priced_visits') }} as visits
    where pricing_status in ('priced', 'capped')
),

earned as (
    select contract_id, currency, service_date, counted_date as movement_date, full_amount as amount
    from priced
    where not is_taken_back or counted_date < failed_date

    union all

    select contract_id, currency, service_date, failed_date, -full_amount
    from priced
    where is_taken_back and counted_date < failed_date

    union all

    select
        contract_id, currency, service_date,
        case when paid_from_date > counted_date then paid_from_date else counted_date end,
        full_amount
    from priced
    where is_taken_back and paid_from_date is not null
),

invoiced as (
    select invoices.contract_id, invoices.currency, invoices.posting_date as movement_date, invoices.amount
    from {{ ref('int_contract_invoices') }} as invoices
    inner join {{ ref('int_site_contract_current') }} as contracts on invoices.contract_id = contracts.contract_id
    where invoices.feed = 'ap_invoice'
),

final as (
    select
        contract_id, currency, service_date, movement_date,
        case when {{ period_of('service_date') }} = {{ period_of('movement_date') }} then 'expense' else 'prior_period' end
            as movement_type,
        amount
    from earned

    union all

    select contract_id, currency, cast(null as date), movement_date, 'invoiced', amount
    from invoiced
)

select
    contract_id,
    currency,
    service_date,
    movement_date,
    {{ period_of('movement_date') }} as period,
    movement_type,
    cast(amount as decimal(38, 4)) as amount
from final
