select * from {{ ref('int_budget_versions') }} where is_current
