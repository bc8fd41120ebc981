with variance as (
    select study_id, sum(actual_amount) as amount from {{ ref('budget_variance') }} group by study_id
),

spend as (
    select study_id, sum(reporting_amount) as amount
    from {{ ref('spend') }}
    where study_id is not null and reporting_amount is not null
    group by study_id
)

select spend.study_id
from spend
left join variance on spend.study_id = variance.study_id
where variance.study_id is null or variance.amount <> spend.amount
