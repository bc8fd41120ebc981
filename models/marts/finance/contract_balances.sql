{% set reporting = var('reporting_currency') %}

with balances as (
    select
        months.*,
        held_to_date_amount - released_to_date_amount as held_back_amount,
        case when month_end < as_of.as_of_date then month_end else as_of.as_of_date end as balance_date,
        case
            when next_month_end < as_of.as_of_date then next_month_end
            when next_month_end is not null then as_of.as_of_date
        end as next_balance_date
    from {{ ref('int_contract_balances') }} as months
    cross join {{ ref('int_as_of') }} as as_of
)

select
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    contracts.vendor_id,
    contracts.po_number as purchase_order,
    balances.contract_id,
    balances.cost_type,
    balances.currency,
    balances.period,
    balances.balance_date,
    balances.next_balance_date,
    {% for amount in ['opening', 'earned', 'true_up', 'invoiced', 'closing', 'opening_prepaid', 'closing_prepaid', 'earned_to_date', 'invoiced_to_date', 'held_to_date', 'released_to_date', 'held_back'] -%}
    cast(balances.{{ amount }}_amount as decimal(38, 4)) as {{ amount }}_amount,
    {% endfor -%}
    cast(balances.closing_prepaid_amount - balances.opening_prepaid_amount as decimal(38, 4)) as reclassified_amount,
    '{{ reporting }}' as reporting_currency,
    {% for amount in ['closing', 'closing_prepaid', 'held_back'] -%}
    {{ converted('balances.' ~ amount ~ '_amount', 'balances.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
        as {{ amount }}_reporting_amount{{ ',' if not loop.last }}
    {% endfor %}
from balances
inner join {{ ref('int_contracts') }} as contracts on balances.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
left join {{ ref('int_fx_daily') }} as source
    on balances.currency = source.currency
    and balances.balance_date = source.rate_date
left join {{ ref('int_fx_daily') }} as target
    on target.currency = '{{ reporting }}'
    and balances.balance_date = target.rate_date
