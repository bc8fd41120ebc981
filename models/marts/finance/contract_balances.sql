{% set reporting = var('reporting_currency') %}

with balances as (
    select
        months.*,
        closing_prepaid_amount - opening_prepaid_amount as reclassified_amount,
        held_to_date_amount - released_to_date_amount as held_back_amount,
        greatest(
            earned_to_date_amount - (held_to_date_amount - released_to_date_amount) - paid_to_date_amount, 0
        ) as payable_amount,
        {{ add_days(month_start('month_end'), -1) }} as opening_date,
        case when month_end < as_of.as_of_date then month_end else as_of.as_of_date end as balance_date,
        case
            when next_month_end < as_of.as_of_date then next_month_end
            when next_month_end is not null then as_of.as_of_date
        end as next_balance_date
    from {{ ref('int_contract_balances') }} as months
    cross join {{ ref('int_as_of') }} as as_of
),

rated as (
    select
        balances.*,
        {{ at_rate('balances', 'opening_amount', 'opening') }} as opening_reporting_amount,
        {% for amount in ['earned', 'true_up', 'invoiced'] -%}
        {{ at_rate('balances', amount ~ '_amount', 'average') }} as {{ amount }}_reporting_amount,
        {% endfor -%}
        {% for amount in ['closing', 'held_back', 'payable'] -%}
        {{ at_rate('balances', amount ~ '_amount', 'closing') }} as {{ amount }}_reporting_amount,
        {% endfor -%}
        case when costs.period is null then 0 else costs.opening_cost_amount end as opening_prepaid_reporting_amount,
        case when costs.period is null then 0 else costs.closing_cost_amount end as closing_prepaid_reporting_amount
    from balances
    left join {{ ref('int_prepaid_costs') }} as costs
        on balances.contract_id = costs.contract_id
        and balances.cost_type = costs.cost_type
        and balances.currency = costs.currency
        and balances.period = costs.period
    {% for rate, day in [('opening', 'opening_date'), ('closing', 'balance_date')] -%}
    left join {{ ref('int_fx_daily') }} as {{ rate }}_source
        on balances.currency = {{ rate }}_source.currency
        and balances.{{ day }} = {{ rate }}_source.rate_date
    left join {{ ref('int_fx_daily') }} as {{ rate }}_target
        on {{ rate }}_target.currency = '{{ reporting }}'
        and balances.{{ day }} = {{ rate }}_target.rate_date
    {% endfor -%}
    left join {{ ref('int_fx_average') }} as average_source
        on balances.currency = average_source.currency
        and balances.period = average_source.period
    left join {{ ref('int_fx_average') }} as average_target
        on average_target.currency = '{{ reporting }}'
        and balances.period = average_target.period
)

select
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    contracts.vendor_id,
    contracts.po_number as purchase_order,
    rated.contract_id,
    rated.cost_type,
    rated.currency,
    rated.period,
    rated.balance_date,
    rated.next_balance_date,
    {% for amount in ['opening', 'earned', 'true_up', 'invoiced', 'reclassified', 'closing', 'opening_prepaid', 'closing_prepaid', 'earned_to_date', 'invoiced_to_date', 'held_to_date', 'released_to_date', 'paid_to_date', 'held_back', 'payable'] -%}
    cast(rated.{{ amount }}_amount as decimal(38, 4)) as {{ amount }}_amount,
    {% endfor -%}
    '{{ reporting }}' as reporting_currency,
    {% for amount in ['opening', 'earned', 'true_up', 'invoiced', 'closing', 'opening_prepaid', 'closing_prepaid', 'held_back', 'payable'] -%}
    cast(rated.{{ amount }}_reporting_amount as decimal(38, 4)) as {{ amount }}_reporting_amount,
    {% endfor -%}
    cast(closing_prepaid_reporting_amount - opening_prepaid_reporting_amount as decimal(38, 4))
        as reclassified_reporting_amount,
    cast(
        closing_reporting_amount - opening_reporting_amount - earned_reporting_amount - true_up_reporting_amount
        + invoiced_reporting_amount - (closing_prepaid_reporting_amount - opening_prepaid_reporting_amount)
        as decimal(38, 4)
    ) as exchange_difference_amount
from rated
inner join {{ ref('int_contracts') }} as contracts on rated.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
