{% set reporting = var('reporting_currency') %}

{# The first invoice whose service period takes the work in; advances bill no work. #}
with billed as (
    select
        items.item_kind,
        items.item_id,
        items.study_id,
        invoices.invoice_id,
        row_number() over (
            partition by items.study_id, items.item_kind, items.item_id
            order by invoices.posting_date, invoices.service_from desc, invoices.invoice_id
        ) as position
    from {{ ref('int_earned_items') }} as items
    inner join {{ ref('int_contract_invoices') }} as invoices
        on items.contract_id = invoices.contract_id
        and items.cost_type = invoices.cost_type
        and items.currency = invoices.currency
        and items.service_date >= invoices.service_from
        and items.service_date <= invoices.service_to
    where not invoices.is_holdback_release
        and invoices.service_to < invoices.posting_date
),

rated as (
    select
        items.*,
        sites.country_code,
        subjects.screen_fail_date,
        billed.invoice_id,
        {{ converted('items.amount', 'items.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as reporting_amount
    from {{ ref('int_earned_items') }} as items
    left join {{ ref('dim_site') }} as sites
        on items.study_id = sites.study_id
        and items.site_id = sites.site_id
    left join {{ ref('dim_subject') }} as subjects
        on items.study_id = subjects.study_id
        and items.subject_id = subjects.subject_id
    left join billed
        on items.study_id = billed.study_id
        and items.item_kind = billed.item_kind
        and items.item_id = billed.item_id
        and billed.position = 1
    left join {{ ref('int_fx_daily') }} as source
        on items.currency = source.currency
        and items.service_date = source.rate_date
    left join {{ ref('int_fx_daily') }} as target
        on target.currency = '{{ reporting }}'
        and items.service_date = target.rate_date
)

select
    study_id,
    site_id,
    country_code,
    contract_id,
    cost_type,
    item_kind,
    item_id,
    item_name,
    subject_id,
    screen_fail_date,
    service_date,
    known_date,
    {{ period_of('service_date') }} as period,
    rate_version,
    quantity,
    rate_amount,
    overhead_pct,
    amount,
    holdback_amount,
    currency,
    '{{ reporting }}' as reporting_currency,
    reporting_amount,
    invoice_id,
    pricing_status,
    case
        when amount is null then null
        when reporting_amount is null then 'missing'
        else 'ok'
    end as fx_status,
    source_load_id,
    source_row,
    known_from,
    known_to
from rated
