{% set reporting = var('reporting_currency') %}

with invoices as (
    select
        invoices.invoice_id,
        invoices.contract_id,
        invoices.currency,
        invoices.posting_date,
        invoices.service_from,
        invoices.service_to,
        invoices.amount,
        contracts.study_id,
        contracts.site_id
    from {{ ref('int_contract_invoices') }} as invoices
    inner join {{ ref('int_contracts') }} as contracts on invoices.contract_id = contracts.contract_id
    where invoices.cost_type = 'visit_fees'
        and not invoices.is_holdback_release
        and invoices.service_from is not null
        and invoices.service_to < invoices.posting_date
),

{# Each piece of work was accrued for the first invoice that bills its day. #}
accrued as (
    select
        billed.invoice_id,
        sum(movements.amount - movements.held_amount) as accrued_amount
    from {{ ref('int_billed_days') }} as billed
    inner join {{ ref('int_contract_movements') }} as movements
        on billed.contract_id = movements.contract_id
        and billed.cost_type = movements.cost_type
        and billed.currency = movements.currency
        and billed.service_date = movements.service_date
    where billed.cost_type = 'visit_fees'
        and movements.movement_date <= {{ month_end('billed.service_to') }}
    group by billed.invoice_id
),

errors as (
    select
        invoices.*,
        cast(coalesce(accrued.accrued_amount, 0) as decimal(38, 4)) as accrued_amount,
        cast(invoices.amount - coalesce(accrued.accrued_amount, 0) as decimal(38, 4)) as error_amount,
        {{ days_between('invoices.service_to', 'invoices.posting_date') }} as days_to_posting
    from invoices
    left join accrued on invoices.invoice_id = accrued.invoice_id
)

select
    errors.invoice_id,
    errors.study_id,
    errors.site_id,
    sites.country_code,
    errors.contract_id,
    errors.service_from,
    errors.service_to,
    errors.posting_date,
    errors.days_to_posting,
    errors.days_to_posting > {{ var('late_invoice_days') }} as is_late,
    errors.currency,
    errors.amount as invoiced_amount,
    errors.accrued_amount,
    errors.error_amount,
    '{{ reporting }}' as reporting_currency,
    {{ converted('errors.error_amount', 'errors.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as error_reporting_amount
from errors
left join {{ ref('dim_site') }} as sites
    on errors.study_id = sites.study_id
    and errors.site_id = sites.site_id
left join {{ ref('int_fx_daily') }} as source
    on errors.currency = source.currency
    and errors.posting_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and errors.posting_date = target.rate_date
