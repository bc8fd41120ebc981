{# Where milestones and subjects tell different days, the earlier one counts. #}
with dated as (
    select
        events.*,
        rules.notification_level,
        rules.legal_source,
        rules.trigger_definition,
        rules.due_days,
        rules.due_months,
        as_of.as_of_date,
        case
            when events.observed_date < events.milestone_date then events.observed_date
            else coalesce(events.milestone_date, events.observed_date)
        end as event_date
    from {{ ref('int_notification_events') }} as events
    inner join {{ ref('notification_rules') }} as rules on events.notification = rules.notification
    cross join {{ ref('int_as_of') }} as as_of
),

ruled as (
    select
        dated.*,
        {{ add_months(add_days('event_date', 'due_days'), 'due_months') }} as rule_date,
        {{ add_months(add_days('happened_by_date', 'due_days'), 'due_months') }} as latest_due_date
    from dated
),

{# A last day that a system gives may be earlier than the law's, never later. #}
due as (
    select
        ruled.*,
        case when given_due_date < rule_date then given_due_date else coalesce(rule_date, given_due_date) end as due_date,
        case
            when done_date <= as_of_date then 'done'
            when event_date is not null then 'due'
            else 'unknown'
        end as notification_status
    from ruled
)

select
    study_id,
    country_code,
    notification,
    event_id,
    notification_level,
    legal_source,
    trigger_definition,
    notification_status,
    case
        when notification_status = 'done' and done_date > due_date then {{ days_between('due_date', 'done_date') }}
        when notification_status = 'due' and due_date < as_of_date then {{ days_between('due_date', 'as_of_date') }}
    end as days_late,
    coalesce(
        (notification_status = 'due' and due_date < as_of_date)
        or (notification_status = 'unknown' and latest_due_date < as_of_date), false
    ) as is_overdue,
    coalesce(milestone_date <> observed_date, false) as is_contradicted,
    milestone_date,
    observed_date,
    event_date,
    happened_by_date,
    due_date,
    latest_due_date,
    case when notification_status = 'done' then done_date end as done_date
from due
