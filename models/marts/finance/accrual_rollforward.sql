{% set reporting = var('reporting_currency') %}

with balances as (
    select
        months.*,
        case when is_latest_period then as_of.as_of_date else month_end end as balance_date
    from {{ ref('int_accrual_balances') }} as months
    cross join {{ ref('int_as_of') }} as as_of
)

select
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    balances.contract_id,
    balances.currency,
    balances.period,
    balances.period_start,
    balances.opening_amount,
    balances.expense_amount,
    balances.prior_period_amount,
    balances.invoiced_amount,
    balances.closing_amount,
    balances.prepaid_amount,
    balances.ltd_earned_amount,
    balances.ltd_invoiced_amount,
    balances.is_latest_period,
    '{{ reporting }}' as reporting_currency,
    {{ converted('balances.closing_amount', 'balances.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as closing_reporting_amount
from balances
inner join {{ ref('int_site_contract_current') }} as contracts on balances.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
left join {{ ref('int_fx_daily') }} as source
    on balances.currency = source.currency
    and balances.balance_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and balances.balance_date = target.rate_date
