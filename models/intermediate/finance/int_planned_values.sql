{# What is planned by the versions in force, from each day on which it changes: a month begins or a version is approved. #}
with budget as (
    select
        study_id,
        valid_from,
        valid_to,
        period_start,
        sum(case when is_measured then 0 else reporting_amount end) as effort_amount,
        sum(case when is_measured then reporting_amount else 0 end) as measured_amount,
        count(case when amount <> 0 and reporting_amount is null then 1 end) as months_without_rate
    from {{ ref('budget_plan') }}
    group by study_id, valid_from, valid_to, period_start
),

plan as (
    select study_id, valid_from, valid_to, month_start_date, sum(planned_enrolled) as planned_enrolled
    from {{ ref('enrollment_plan') }}
    group by study_id, valid_from, valid_to, month_start_date
),

steps as (
    select studies.study_id, calendar.calendar_date as first_day
    from (select study_id, min(period_start) as first_month from budget group by study_id) as studies
    inner join {{ ref('int_calendar') }} as calendar
        on calendar.calendar_date = calendar.month_start
        and calendar.calendar_date >= studies.first_month

    union

    select study_id, valid_from from budget

    union

    select study_id, valid_from from plan
),

budgeted as (
    select
        steps.study_id,
        steps.first_day,
        {% for amount in ['effort_amount', 'measured_amount', 'months_without_rate'] -%}
        sum(case when budget.period_start <= steps.first_day then budget.{{ amount }} else 0 end) as {{ amount }}{{ ',' if not loop.last }}
        {% endfor %}
    from steps
    cross join {{ ref('int_as_of') }} as as_of
    inner join budget
        on steps.study_id = budget.study_id
        and steps.first_day >= budget.valid_from
        and (budget.valid_to is null or steps.first_day < budget.valid_to)
    where steps.first_day <= as_of.as_of_date
    group by steps.study_id, steps.first_day
)

select
    budgeted.study_id,
    budgeted.first_day,
    cast(max(budgeted.effort_amount) as decimal(38, 4)) as effort_amount,
    cast(max(budgeted.measured_amount) as decimal(38, 4)) as measured_amount,
    max(budgeted.months_without_rate) as months_without_rate,
    cast(
        sum(case when plan.month_start_date > budgeted.first_day then 0 else plan.planned_enrolled end) as decimal(38, 10)
    ) as planned_enrolled
from budgeted
left join plan
    on budgeted.study_id = plan.study_id
    and budgeted.first_day >= plan.valid_from
    and (plan.valid_to is null or budgeted.first_day < plan.valid_to)
group by budgeted.study_id, budgeted.first_day
