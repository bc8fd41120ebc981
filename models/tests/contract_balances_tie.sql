-- opening + earned + true-up - invoiced + reclassified = closing, each opening is the closing before, and nothing both owes and is prepaid.
with periods as (
    select
        balances.*,
        coalesce(lag(closing_amount) over (partition by contract_id, cost_type, currency order by period), 0)
            as previous_closing,
        coalesce(lag(closing_prepaid_amount) over (partition by contract_id, cost_type, currency order by period), 0)
            as previous_prepaid
    from {{ ref('contract_balances') }} as balances
)

select contract_id, cost_type, currency, period
from periods
where opening_amount <> previous_closing
    or opening_prepaid_amount <> previous_prepaid
    or closing_amount <> opening_amount + earned_amount + true_up_amount - invoiced_amount + reclassified_amount
    or closing_prepaid_amount <> opening_prepaid_amount + reclassified_amount
    or closing_amount - closing_prepaid_amount <> earned_to_date_amount - invoiced_to_date_amount
    or (closing_amount > 0 and closing_prepaid_amount > 0)
    or (currency = reporting_currency and exchange_difference_amount <> 0)
