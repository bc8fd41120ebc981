with categories as (
    select cost_category, 1 as account_count, 0 as budget_count
    from {{ ref('cost_accounts') }}

    union all

    select cost_category, 0 as account_count, 1 as budget_count
    from {{ ref('int_budget_current') }}

    union all

    select 'uncategorised' as cost_category, 0 as account_count, 0 as budget_count
)

select
    cost_category,
    cast(sum(account_count) as bigint) as account_count,
    sum(budget_count) > 0 as is_budgeted,
    cost_category in ('{{ var('measured_cost_categories') | join("', '") }}') as is_measured
from categories
where cost_category is not null
group by cost_category
