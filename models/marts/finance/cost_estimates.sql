{% set reporting = var('reporting_currency') %}

with estimates as (
    select
        study_id, site_id, country_code, contract_id, 'visit_fees' as cost_type,
        subject_id || '|' || visit_name as item_id,
        visit_name as item_name, subject_id, service_date,
        entered_date as estimated_until,
        'contracted rate of a visit whose window has closed and that is not entered' as method,
        gross_amount, vat_cost_amount, currency
    from {{ ref('int_visit_estimates') }}

    union all

    select
        study_id, cast(null as varchar), cast(null as varchar), contract_id, 'pass_through',
        contract_id || '|' || currency || '|' || period,
        'Passed-on costs of ' || period, cast(null as varchar), service_date,
        known_date,
        'mean of the last three months of statements per active site x active sites',
        gross_amount, vat_cost_amount, currency
    from {{ ref('int_statement_estimates') }}
),

totals as (
    select estimates.*, cast(gross_amount + vat_cost_amount as decimal(38, 4)) as amount
    from estimates
)

select
    totals.study_id,
    totals.site_id,
    totals.country_code,
    totals.contract_id,
    totals.cost_type,
    totals.item_id,
    totals.item_name,
    totals.subject_id,
    totals.service_date,
    totals.estimated_until,
    totals.method,
    totals.gross_amount,
    totals.vat_cost_amount,
    totals.amount,
    totals.currency,
    '{{ reporting }}' as reporting_currency,
    {{ converted('totals.amount', 'totals.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as reporting_amount
from totals
left join {{ ref('int_fx_daily') }} as source
    on totals.currency = source.currency
    and totals.service_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and totals.service_date = target.rate_date
