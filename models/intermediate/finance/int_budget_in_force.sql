select
    study_id,
    cost_category,
    period,
    period_start,
    budget_version,
    currency,
    amount,
    reporting_amount
from {{ ref('int_rated_budgets') }}
where is_latest
