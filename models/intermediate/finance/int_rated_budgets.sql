{% set reporting = var('reporting_currency') %}

with budgets as (
    select * from {{ ref('int_budget_current') }}
),

{# Where any version of a study has a day of approval, one without is a draft. #}
versions as (
    select
        versions.*,
        lead(versions.approved_date) over (
            partition by versions.study_id
            order by versions.approved_date nulls first, versions.budget_version
        ) as valid_to,
        row_number() over (
            partition by versions.study_id
            order by versions.approved_date desc nulls last, versions.budget_version desc
        ) as recency
    from (
        select
            study_id,
            budget_version,
            max(approved_date) as approved_date,
            max(max(approved_date)) over (partition by study_id) as last_approved_date
        from budgets
        group by study_id, budget_version
    ) as versions
    cross join {{ ref('int_as_of') }} as as_of
    where versions.approved_date <= as_of.as_of_date or versions.last_approved_date is null
),

approved as (
    select
        budgets.study_id,
        budgets.cost_category,
        budgets.period,
        {{ period_start('budgets.period') }} as period_start,
        budgets.budget_version,
        budgets.amount,
        budgets.currency,
        coalesce(versions.approved_date, as_of.as_of_date) as approved_date,
        coalesce(versions.approved_date, date '1900-01-01') as valid_from,
        versions.valid_to,
        versions.recency = 1 as is_latest
    from budgets
    cross join {{ ref('int_as_of') }} as as_of
    inner join versions
        on budgets.study_id = versions.study_id
        and budgets.budget_version = versions.budget_version
),

{# Budget rates as delivered; the euro against itself is 1. #}
budget_rates as (
    select
        currency,
        rate_date as valid_from,
        coalesce(
            lead(rate_date) over (partition by currency order by rate_date), date '9999-12-31'
        ) as valid_until,
        euro_rate
    from {{ ref('int_fx_published') }}
    where rate_type = 'budget' and currency <> 'EUR'

    union all

    select 'EUR', date '1900-01-01', date '9999-12-31', cast(1 as decimal(38, 10))
),

rated as (
    select
        approved.*,
        case when target_budget.euro_rate is not null then source_budget.euro_rate end as source_budget_rate,
        case when source_budget.euro_rate is not null then target_budget.euro_rate end as target_budget_rate,
        source_daily.euro_rate as source_daily_rate,
        target_daily.euro_rate as target_daily_rate
    from approved
    left join budget_rates as source_budget
        on approved.currency = source_budget.currency
        and approved.period_start >= source_budget.valid_from
        and approved.period_start < source_budget.valid_until
    left join budget_rates as target_budget
        on target_budget.currency = '{{ reporting }}'
        and approved.period_start >= target_budget.valid_from
        and approved.period_start < target_budget.valid_until
    left join {{ ref('int_fx_daily') }} as source_daily
        on approved.currency = source_daily.currency
        and approved.approved_date = source_daily.rate_date
    left join {{ ref('int_fx_daily') }} as target_daily
        on target_daily.currency = '{{ reporting }}'
        and approved.approved_date = target_daily.rate_date
)

select
    study_id,
    cost_category,
    period,
    period_start,
    budget_version,
    valid_from,
    valid_to,
    is_latest,
    currency,
    amount,
    {{ converted('amount', 'currency', "'" ~ reporting ~ "'", 'coalesce(source_budget_rate, source_daily_rate)', 'coalesce(target_budget_rate, target_daily_rate)') }}
        as reporting_amount
from rated
