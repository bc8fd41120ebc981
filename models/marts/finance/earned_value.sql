with changes as (
    select study_id, first_day as valid_from, 1 as steps, 0 as subjects_enrolled
    from {{ ref('int_planned_values') }}

    union all

    select study_id, event_date, 0, count(*)
    from {{ ref('enrollment_events') }}
    where event_type = 'enrolled' and event_date is not null
    group by study_id, event_date
),

days as (
    select study_id, valid_from, sum(steps) as steps, sum(subjects_enrolled) as subjects_enrolled
    from changes
    group by study_id, valid_from
),

states as (
    select
        study_id,
        valid_from,
        lead(valid_from) over (partition by study_id order by valid_from) as valid_to,
        sum(steps) over (partition by study_id order by valid_from) as step,
        sum(subjects_enrolled) over (partition by study_id order by valid_from) as subjects_enrolled
    from days
),

plans as (
    select
        planned.*,
        row_number() over (partition by study_id order by first_day) as step
    from {{ ref('int_planned_values') }} as planned
),

final as (
    select
        states.study_id,
        cast(states.subjects_enrolled as bigint) as subjects_enrolled,
        plans.planned_enrolled,
        plans.effort_amount,
        plans.measured_amount,
        case
            when plans.months_without_rate > 0 then null
            when plans.measured_amount = 0 or plans.planned_enrolled = 0 then plans.effort_amount
            else plans.effort_amount
                + {{ exact_quotient('plans.measured_amount', 'states.subjects_enrolled', 'nullif(plans.planned_enrolled, 0)') }}
        end as earned_amount,
        '{{ var('reporting_currency') }}' as reporting_currency,
        states.valid_from,
        states.valid_to
    from states
    inner join plans
        on states.study_id = plans.study_id
        and states.step = plans.step
)

select * from final
