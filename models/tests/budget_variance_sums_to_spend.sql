{# A month with a line that has no rate is empty. #}
with spend as (
    select
        study_id,
        cost_category,
        period,
        case when count(*) = count(reporting_amount) then cast(sum(reporting_amount) as decimal(38, 4)) end as amount
    from {{ ref('spend') }}
    where study_id is not null
    group by study_id, cost_category, period
)

select spend.study_id, spend.cost_category, spend.period
from spend
left join {{ ref('budget_variance') }} as variance
    on spend.study_id = variance.study_id
    and spend.cost_category = variance.cost_category
    and spend.period = variance.period
where variance.study_id is null or variance.actual_amount is distinct from spend.amount
