{% set reporting = var('reporting_currency') %}

{#
What prepayments cost in reporting currency when they were made: they are not money owed, so that rates that move later do
not change them. A rise is taken at the average rate of its month, a fall releases cost in proportion.
#}
with recursive balances (contract_id, cost_type, currency, period, closing, place, rise) as (
    select
        months.contract_id,
        months.cost_type,
        months.currency,
        months.period,
        months.closing_prepaid_amount as closing,
        row_number() over (partition by months.contract_id, months.cost_type, months.currency order by months.period)
            as place,
        {{ converted(
            'months.closing_prepaid_amount - months.opening_prepaid_amount', 'months.currency', "'" ~ reporting ~ "'",
            'source.euro_rate', 'target.euro_rate'
        ) }} as rise
    from {{ ref('int_contract_balances') }} as months
    inner join (
        select contract_id, cost_type, currency
        from {{ ref('int_contract_balances') }}
        group by contract_id, cost_type, currency
        having max(closing_prepaid_amount) > 0
    ) as prepaid
        on months.contract_id = prepaid.contract_id
        and months.cost_type = prepaid.cost_type
        and months.currency = prepaid.currency
    left join {{ ref('int_fx_average') }} as source
        on months.currency = source.currency
        and months.period = source.period
    left join {{ ref('int_fx_average') }} as target
        on target.currency = '{{ reporting }}'
        and months.period = target.period
),

carried (contract_id, cost_type, currency, period, place, prepaid, opening_cost, cost) as (
    select
        contract_id, cost_type, currency, period, place, cast(closing as decimal(38, 4)),
        cast(0 as decimal(38, 4)), cast(case when closing = 0 then 0 else rise end as decimal(38, 4))
    from balances
    where place = 1

    union all

    select
        balances.contract_id, balances.cost_type, balances.currency, balances.period, balances.place,
        cast(balances.closing as decimal(38, 4)), carried.cost,
        cast(
            case
                when balances.closing = 0 then 0
                when balances.closing = carried.prepaid then carried.cost
                when balances.closing > carried.prepaid then carried.cost + balances.rise
                else {{ exact_quotient('carried.cost', 'balances.closing', 'carried.prepaid') }}
            end as decimal(38, 4)
        )
    from carried
    inner join balances
        on carried.contract_id = balances.contract_id
        and carried.cost_type = balances.cost_type
        and carried.currency = balances.currency
        and carried.place + 1 = balances.place
)

select
    contract_id,
    cost_type,
    currency,
    period,
    opening_cost as opening_cost_amount,
    cost as closing_cost_amount
from carried
