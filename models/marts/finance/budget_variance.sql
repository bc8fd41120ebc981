with budgets as (
    select
        study_id,
        cost_category,
        period,
        max(budget_version) as budget_version,
        cast(sum(reporting_amount) as decimal(38, 4)) as budget_amount,
        count(case when reporting_amount is null then 1 end) as missing_rates
    from {{ ref('int_budget_in_force') }}
    group by study_id, cost_category, period
),

actuals as (
    select
        study_id,
        cost_category,
        period,
        cast(sum(reporting_amount) as decimal(38, 4)) as actual_amount,
        count(case when reporting_amount is null then 1 end) as missing_rates
    from {{ ref('spend') }}
    where study_id is not null
    group by study_id, cost_category, period
),

keys as (
    select study_id, cost_category, period from budgets
    union
    select study_id, cost_category, period from actuals
),

joined as (
    select
        keys.study_id,
        keys.cost_category,
        keys.period,
        {{ period_start('keys.period') }} as period_start,
        budgets.budget_version,
        case
            when budgets.study_id is null then cast(0 as decimal(38, 4))
            when budgets.missing_rates = 0 then budgets.budget_amount
        end as budget_amount,
        coalesce({{ period_start('keys.period') }} <= as_of.as_of_date, false) as is_elapsed,
        case
            when actuals.missing_rates > 0 then cast(null as decimal(38, 4))
            when actuals.study_id is not null then actuals.actual_amount
            when {{ period_start('keys.period') }} <= as_of.as_of_date then cast(0 as decimal(38, 4))
        end as actual_amount
    from keys
    cross join {{ ref('int_as_of') }} as as_of
    left join budgets
        on keys.study_id = budgets.study_id
        and keys.cost_category = budgets.cost_category
        and keys.period = budgets.period
    left join actuals
        on keys.study_id = actuals.study_id
        and keys.cost_category = actuals.cost_category
        and keys.period = actuals.period
)

select
    study_id,
    cost_category,
    period,
    period_start,
    budget_version,
    budget_amount,
    actual_amount,
    cast(actual_amount - budget_amount as decimal(38, 4)) as variance_amount,
    is_elapsed
from joined
