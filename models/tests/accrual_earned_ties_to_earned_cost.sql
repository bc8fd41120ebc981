-- What the roll-forward has earned to date is the sum of the priced visits of its contract, where nothing moves it later.
with moving as (
    select distinct activity.contract_id
    from {{ ref('int_contract_activity') }} as activity
    inner join {{ ref('int_as_of') }} as as_of on activity.period > {{ period_of('as_of.as_of_date') }}
    where activity.cost_type = 'visit_fees'
),

earned as (
    select contract_id, currency, sum(earned_amount) as amount
    from {{ ref('earned_cost') }}
    where pricing_status = 'priced'
        and contract_id not in (select contract_id from moving)
    group by contract_id, currency
),

rollforward as (
    select contract_id, currency, ltd_earned_amount
    from {{ ref('accrual_rollforward') }}
    where is_latest_period
)

select earned.contract_id, earned.currency
from earned
left join rollforward
    on earned.contract_id = rollforward.contract_id
    and earned.currency = rollforward.currency
where rollforward.contract_id is null
    or rollforward.ltd_earned_amount <> earned.amount
