{% set reporting = var('reporting_currency') %}

with movements as (
    select * from {{ ref('int_accrual_movements') }}
),

activity as (
    select
        contract_id,
        currency,
        period,
        cast(sum(case when movement_type = 'expense' then amount else 0 end) as decimal(38, 4)) as expense_amount,
        cast(sum(case when movement_type = 'prior_period' then amount else 0 end) as decimal(38, 4))
            as prior_period_amount,
        cast(sum(case when movement_type = 'invoiced' then amount else 0 end) as decimal(38, 4)) as invoiced_amount
    from movements
    group by contract_id, currency, period
),

periods as (
    select distinct
        streams.contract_id,
        streams.currency,
        calendar.period
    from (
        select contract_id, currency, min(period) as first_period from movements group by contract_id, currency
    ) as streams
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('int_calendar') }} as calendar
        on calendar.period >= streams.first_period
        and calendar.calendar_date = calendar.month_start
        and calendar.calendar_date <= as_of.as_of_date
),

filled as (
    select
        periods.contract_id,
        periods.currency,
        periods.period,
        coalesce(activity.expense_amount, 0) as expense_amount,
        coalesce(activity.prior_period_amount, 0) as prior_period_amount,
        coalesce(activity.invoiced_amount, 0) as invoiced_amount
    from periods
    left join activity
        on periods.contract_id = activity.contract_id
        and periods.currency = activity.currency
        and periods.period = activity.period
),

cumulated as (
    select
        filled.*,
        cast(sum(expense_amount + prior_period_amount) over (
            partition by contract_id, currency order by period
            rows between unbounded preceding and current row
        ) as decimal(38, 4)) as ltd_earned_amount,
        cast(sum(invoiced_amount) over (
            partition by contract_id, currency order by period
            rows between unbounded preceding and current row
        ) as decimal(38, 4)) as ltd_invoiced_amount
    from filled
),

closed as (
    select
        cumulated.*,
        case when ltd_earned_amount > ltd_invoiced_amount then ltd_earned_amount - ltd_invoiced_amount else 0 end
            as closing_amount,
        case when ltd_invoiced_amount > ltd_earned_amount then ltd_invoiced_amount - ltd_earned_amount else 0 end
            as prepaid_amount
    from cumulated
),

with_balances as (
    select
        closed.*,
        coalesce(lag(closing_amount) over (partition by contract_id, currency order by period), 0) as opening_amount,
        {{ period_start('period') }} as period_start,
        period = {{ period_of('as_of.as_of_date') }} as is_latest_period,
        case
            when period = {{ period_of('as_of.as_of_date') }} then as_of.as_of_date
            else {{ month_end(period_start('period')) }}
        end as balance_date
    from closed
    cross join {{ ref('int_as_of') }} as as_of
),

final as (
    select
        contracts.study_id,
        contracts.site_id,
        sites.country_code,
        balances.contract_id,
        balances.currency,
        balances.period,
        balances.period_start,
        cast(balances.opening_amount as decimal(38, 4)) as opening_amount,
        balances.expense_amount,
        balances.prior_period_amount,
        balances.invoiced_amount,
        cast(balances.closing_amount as decimal(38, 4)) as closing_amount,
        cast(balances.prepaid_amount as decimal(38, 4)) as prepaid_amount,
        balances.ltd_earned_amount,
        balances.ltd_invoiced_amount,
        balances.is_latest_period,
        '{{ reporting }}' as reporting_currency,
        {{ converted('balances.closing_amount', 'balances.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as closing_reporting_amount
    from with_balances as balances
    inner join {{ ref('int_site_contract_current') }} as contracts on balances.contract_id = contracts.contract_id
    left join {{ ref('dim_site') }} as sites
        on contracts.study_id = sites.study_id
        and contracts.site_id = sites.site_id
    left join {{ ref('int_fx_daily') }} as source
        on balances.currency = source.currency
        and balances.balance_date = source.rate_date
    left join {{ ref('int_fx_daily') }} as target
        on target.currency = '{{ reporting }}'
        and balances.balance_date = target.rate_date
)

select * from final
