{% set reporting = var('reporting_currency') %}

with rated as (
    select
        items.*,
        sites.country_code,
        subjects.screen_fail_date,
        billed.invoice_id,
        {{ converted('items.amount', 'items.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as reporting_amount,
        {{ converted('items.vat_cost_amount', 'items.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as vat_cost_reporting_amount
    from {{ ref('int_earned_items') }} as items
    left join {{ ref('dim_site') }} as sites
        on items.study_id = sites.study_id
        and items.site_id = sites.site_id
    left join {{ ref('dim_subject') }} as subjects
        on items.study_id = subjects.study_id
        and items.subject_id = subjects.subject_id
    left join {{ ref('int_billed_days') }} as billed
        on items.contract_id = billed.contract_id
        and items.cost_type = billed.cost_type
        and items.currency = billed.currency
        and items.service_date = billed.service_date
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
    vat_cost_amount,
    holdback_amount,
    currency,
    '{{ reporting }}' as reporting_currency,
    reporting_amount,
    vat_cost_reporting_amount,
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
