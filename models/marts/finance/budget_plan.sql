{# Work that subjects bring about is measured by subjects enrolled; everything else is earned as planned. #}
select
    study_id,
    budget_version,
    cost_category,
    cost_category in ('{{ var('measured_cost_categories') | join("', '") }}') as is_measured,
    period,
    period_start,
    {{ fiscal_year_start('period_start') }} as fiscal_year_start,
    valid_from,
    valid_to,
    currency,
    amount,
    '{{ var('reporting_currency') }}' as reporting_currency,
    reporting_amount
from {{ ref('int_rated_budgets') }}
