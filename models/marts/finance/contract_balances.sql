{% set reporting = var('reporting_currency') %}

with activity as (
    select
        contract_id,
        cost_type,
        currency,
        period,
        {% for type in ['earned', 'true_up', 'released'] -%}
        sum(case when movement_type = '{{ type }}' then amount else 0 end) as {{ type }}_amount,
        {% endfor -%}
        sum(case when movement_type in ('invoiced', 'released') then amount else 0 end) as invoiced_amount,
        sum(held_amount) as held_amount
    from {{ ref('int_contract_movements') }}
    group by contract_id, cost_type, currency, period
),

positions as (
    select contract_id, cost_type, currency, min(period) as first_period
    from activity
    group by contract_id, cost_type, currency
),

months as (
    select
        positions.contract_id,
        positions.cost_type,
        positions.currency,
        calendar.period,
        case when calendar.month_end < as_of.as_of_date then calendar.month_end else as_of.as_of_date end as balance_date
    from positions
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('int_calendar') }} as calendar
        on calendar.period >= positions.first_period
        and calendar.calendar_date = calendar.month_start
        and calendar.calendar_date <= as_of.as_of_date
),

cumulated as (
    select
        months.*,
        {% for type in ['earned', 'true_up', 'invoiced'] -%}
        coalesce(activity.{{ type }}_amount, 0) as {{ type }}_amount,
        {% endfor -%}
        sum(coalesce(activity.earned_amount + activity.true_up_amount, 0)) over to_date as earned_to_date_amount,
        {% for type in ['invoiced', 'held', 'released'] -%}
        sum(coalesce(activity.{{ type }}_amount, 0)) over to_date as {{ type }}_to_date_amount{{ ',' if not loop.last }}
        {% endfor %}
    from months
    left join activity
        on months.contract_id = activity.contract_id
        and months.cost_type = activity.cost_type
        and months.currency = activity.currency
        and months.period = activity.period
    window to_date as (
        partition by months.contract_id, months.cost_type, months.currency order by months.period
        rows between unbounded preceding and current row
    )
),

closed as (
    select
        cumulated.*,
        greatest(earned_to_date_amount - invoiced_to_date_amount, 0) as closing_amount,
        greatest(invoiced_to_date_amount - earned_to_date_amount, 0) as closing_prepaid_amount,
        held_to_date_amount - released_to_date_amount as held_back_amount
    from cumulated
),

balances as (
    select
        closed.*,
        coalesce(lag(closing_amount) over by_period, 0) as opening_amount,
        coalesce(lag(closing_prepaid_amount) over by_period, 0) as opening_prepaid_amount,
        lead(balance_date) over by_period as next_balance_date
    from closed
    window by_period as (partition by contract_id, cost_type, currency order by period)
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
