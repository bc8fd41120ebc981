with submissions as (
    select
        coalesce(ids.safety_case_id, delivered.case_id) as safety_case_id,
        ids.safety_case_id is not null as is_case_known,
        upper(trim(delivered.authority)) as authority_key,
        upper(delivered.acknowledgement) in ('AA', 'CA') as is_accepted,
        upper(delivered.acknowledgement) in ('AE', 'AR', 'CE', 'CR') as is_refused,
        delivered.clock_days,
        delivered.day_zero_at,
        delivered.due_at,
        delivered.submitted_at,
        coalesce(cast(delivered.submitted_at as date), delivered.submitted_date) as submitted_date,
        delivered.acknowledged_at,
        delivered.known_from
    from {{ ref('int_safety_submission_current') }} as delivered
    left join {{ ref('int_safety_case_ids') }} as ids on delivered.case_id = ids.reference
),

answers as (
    select
        safety_case_id,
        authority_key,
        max(case when is_accepted then 1 else 0 end) as has_acceptance,
        max(case when is_refused then 1 else 0 end) as has_refusal
    from submissions
    group by safety_case_id, authority_key
),

judged as (
    select
        submissions.*,
        case
            when submissions.is_refused then true
            when submissions.is_accepted then false
            else answers.has_refusal = 1 and answers.has_acceptance = 0
        end as is_refused_in_the_end
    from submissions
    inner join answers
        on submissions.safety_case_id = answers.safety_case_id
        and submissions.authority_key = answers.authority_key
),

final as (
    select
        safety_case_id,
        authority_key as authority,
        max(case when is_case_known then 1 else 0 end) = 1 as is_case_known,
        max(case when is_refused_in_the_end then 0 else 1 end) = 0 as is_refused,
        min(clock_days) as clock_days,
        min(submitted_date) as first_submitted_date,
        min(day_zero_at) as day_zero_at,
        min(due_at) as due_at,
        min(submitted_at) as first_submitted_at,
        min(case when not is_refused_in_the_end then submitted_at end) as submitted_at,
        min(case when not is_refused_in_the_end then submitted_date end) as submitted_date,
        min(acknowledged_at) as acknowledged_at,
        min(known_from) as known_from
    from judged
    group by safety_case_id, authority_key
)

select * from final
