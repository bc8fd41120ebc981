-- What a contract has earned to date in its roll-forward is the sum of its priced work, where nothing moves it later.
with moving as (
    select distinct activity.contract_id
    from {{ ref('int_contract_activity') }} as activity
    inner join {{ ref('int_as_of') }} as as_of on activity.period > {{ period_of('as_of.as_of_date') }}
),

work as (
    select contract_id, cost_type, currency, sum(amount) as amount, sum(holdback_amount) as held
    from {{ ref('earned_work') }}
    where pricing_status = 'priced'
        and contract_id not in (select contract_id from moving)
    group by contract_id, cost_type, currency
),

latest as (
    select contract_id, cost_type, currency, earned_to_date_amount, held_to_date_amount
    from {{ ref('contract_balances') }}
    where next_balance_date is null
)

select work.contract_id, work.cost_type, work.currency
from work
left join latest
    on work.contract_id = latest.contract_id
    and work.cost_type = latest.cost_type
    and work.currency = latest.currency
where latest.contract_id is null
    or latest.earned_to_date_amount <> work.amount
    or latest.held_to_date_amount <> work.held
