{#
A plan version holds from its effective date until the day before the next one; the first also before. A version without a
date beside others never holds.
#}
with plans as (
    select
        plans.*,
        row_number() over (
            partition by study_id, risk_tier order by effective_date, plan_version
        ) as position,
        lead(effective_date) over (
            partition by study_id, risk_tier order by effective_date, plan_version
        ) as next_effective_date
    from {{ ref('int_monitoring_plan_current') }} as plans
)

select
    study_id,
    risk_tier,
    plan_version,
    case when visit_interval_days > 0 then visit_interval_days end as visit_interval_days,
    first_visit_within_days,
    report_due_days,
    letter_due_days,
    case when position = 1 then date '1900-01-01' else effective_date end as in_force_from,
    coalesce(next_effective_date, date '9999-12-31') as in_force_until
from plans
where position = 1 or effective_date is not null
