-- What a position has paid to date is the sum of its payments.
with paid as (
    select contract_id, cost_type, currency, sum(amount) as amount
    from {{ ref('payments') }}
    group by contract_id, cost_type, currency
),

latest as (
    select contract_id, cost_type, currency, paid_to_date_amount
    from {{ ref('contract_balances') }}
    where next_balance_date is null
)

select paid.contract_id, paid.cost_type, paid.currency
from paid
left join latest
    on paid.contract_id = latest.contract_id
    and paid.cost_type = latest.cost_type
    and paid.currency = latest.currency
where latest.contract_id is null
    or latest.paid_to_date_amount <> paid.amount
