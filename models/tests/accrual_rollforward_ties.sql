-- opening + expense + prior period - invoiced + change of prepaid = closing, and each opening is the closing before.
with periods as (
    select
        rollforward.*,
        coalesce(lag(closing_amount) over (partition by contract_id, currency order by period), 0) as previous_closing,
        coalesce(lag(prepaid_amount) over (partition by contract_id, currency order by period), 0) as previous_prepaid
    from {{ ref('accrual_rollforward') }} as rollforward
)

select contract_id, currency, period
from periods
where opening_amount <> previous_closing
    or closing_amount
        <> opening_amount + expense_amount + prior_period_amount - invoiced_amount + prepaid_amount - previous_prepaid
    or closing_amount - prepaid_amount <> ltd_earned_amount - ltd_invoiced_amount
    or (closing_amount > 0 and prepaid_amount > 0)
