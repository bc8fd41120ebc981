select
    contract_id,
    cost_type,
    currency,
    period,
    {% for type in ['earned', 'true_up', 'released', 'paid'] -%}
    cast(sum(case when movement_type = '{{ type }}' then amount end) as decimal(38, 4)) as {{ type }}_amount,
    {% endfor -%}
    cast(sum(case when movement_type in ('invoiced', 'released') then amount end) as decimal(38, 4)) as invoiced_amount,
    cast(sum(held_amount) as decimal(38, 4)) as held_amount
from {{ ref('int_contract_movements') }}
group by contract_id, cost_type, currency, period
