with positions as (
    select contract_id, cost_type, currency, min(period) as first_period
    from {{ ref('int_contract_activity') }}
    group by contract_id, cost_type, currency
),

filled as (
    select
        positions.contract_id,
        positions.cost_type,
        positions.currency,
        months.period,
        months.month_end,
        {% for type in ['earned', 'true_up', 'invoiced', 'held', 'released', 'paid'] -%}
        coalesce(activity.{{ type }}_amount, 0) as {{ type }}_amount{{ ',' if not loop.last }}
        {% endfor %}
    from positions
    inner join {{ ref('int_months') }} as months on months.period >= positions.first_period
    left join {{ ref('int_contract_activity') }} as activity
        on positions.contract_id = activity.contract_id
        and positions.cost_type = activity.cost_type
        and positions.currency = activity.currency
        and months.period = activity.period
),

cumulated as (
    select
        filled.*,
        lead(month_end) over (partition by contract_id, cost_type, currency order by period) as next_month_end,
        sum(earned_amount + true_up_amount) over to_date as earned_to_date_amount,
        {% for type in ['invoiced', 'held', 'released', 'paid'] -%}
        sum({{ type }}_amount) over to_date as {{ type }}_to_date_amount{{ ',' if not loop.last }}
        {% endfor %}
    from filled
    window to_date as (
        partition by contract_id, cost_type, currency order by period
        rows between unbounded preceding and current row
    )
),

closed as (
    select
        cumulated.*,
        greatest(earned_to_date_amount - invoiced_to_date_amount, 0) as closing_amount,
        greatest(invoiced_to_date_amount - earned_to_date_amount, 0) as closing_prepaid_amount
    from cumulated
),

balances as (
    select
        closed.*,
        coalesce(lag(closing_amount) over by_period, 0) as opening_amount,
        coalesce(lag(closing_prepaid_amount) over by_period, 0) as opening_prepaid_amount
    from closed
    window by_period as (partition by contract_id, cost_type, currency order by period)
)

select
    contract_id,
    cost_type,
    currency,
    period,
    month_end,
    next_month_end,
    {% for amount in ['opening', 'earned', 'true_up', 'invoiced', 'closing', 'opening_prepaid', 'closing_prepaid', 'earned_to_date', 'invoiced_to_date', 'held_to_date', 'released_to_date', 'paid_to_date'] -%}
    cast({{ amount }}_amount as decimal(38, 4)) as {{ amount }}_amount{{ ',' if not loop.last }}
    {% endfor %}
from balances
