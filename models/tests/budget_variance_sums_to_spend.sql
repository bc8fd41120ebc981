{# Months with a line that has no rate are empty in both. #}
with variance as (
    select study_id, sum(actual_amount) as amount from {{ ref('budget_variance') }} group by study_id
),

months as (
    select study_id, cost_category, period, sum(reporting_amount) as amount
    from {{ ref('spend') }}
    where study_id is not null
    group by study_id, cost_category, period
    having count(*) = count(reporting_amount)
),

spend as (
    select study_id, sum(amount) as amount from months group by study_id
)

select spend.study_id
from spend
left join variance on spend.study_id = variance.study_id
where variance.study_id is null or variance.amount <> spend.amount
