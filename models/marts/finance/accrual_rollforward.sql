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

final as (
    select
        contracts.study_id,
        contracts.site_id,
        closed.contract_id,
        closed.currency,
        closed.period,
        cast(coalesce(lag(closed.closing_amount) over (
            partition by closed.contract_id, closed.currency order by closed.period
        ), 0) as decimal(38, 4)) as opening_amount,
        closed.expense_amount,
        closed.prior_period_amount,
        closed.invoiced_amount,
        cast(closed.closing_amount as decimal(38, 4)) as closing_amount,
        cast(closed.prepaid_amount as decimal(38, 4)) as prepaid_amount,
        closed.ltd_earned_amount,
        closed.ltd_invoiced_amount
    from closed
    inner join {{ ref('int_site_contract_current') }} as contracts on closed.contract_id = contracts.contract_id
)

select * from final
