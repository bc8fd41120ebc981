{#
Days on which work was done under a contract, with the first invoice whose service period takes them in: no work is billed
twice. Advances bill no work.
#}
with months as (
    select
        invoices.contract_id, invoices.cost_type, invoices.currency, invoices.invoice_id, invoices.posting_date,
        invoices.service_from, invoices.service_to,
        calendar.period
    from {{ ref('int_contract_invoices') }} as invoices
    inner join {{ ref('int_calendar') }} as calendar
        on calendar.calendar_date = calendar.month_start
        and calendar.month_end >= invoices.service_from
        and calendar.month_start <= invoices.service_to
    where not invoices.is_holdback_release
        and invoices.contract_id is not null
        and invoices.service_to < invoices.posting_date
),

days as (
    select distinct contract_id, cost_type, currency, service_date, {{ period_of('service_date') }} as period
    from {{ ref('int_earned_items') }}
),

ranked as (
    select
        days.contract_id, days.cost_type, days.currency, days.service_date,
        months.invoice_id, months.service_to,
        row_number() over (
            partition by days.contract_id, days.cost_type, days.currency, days.service_date
            order by months.posting_date, months.service_from desc, months.invoice_id
        ) as position
    from days
    inner join months
        on days.contract_id = months.contract_id
        and days.cost_type = months.cost_type
        and days.currency = months.currency
        and days.period = months.period
        and days.service_date >= months.service_from
        and days.service_date <= months.service_to
)

select contract_id, cost_type, currency, service_date, invoice_id, service_to
from ranked
where position = 1
