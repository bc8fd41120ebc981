with protocols as (
    select study_id, min(actual_date) as protocol_final_date
    from {{ ref('int_milestone_current') }}
    where level = 'study' and {{ meaning('milestone_type', 'milestone_type') }} = 'protocol_final'
    group by study_id
),

first_subjects as (
    select study_id, min(event_date) as first_enrolled_date
    from {{ ref('enrollment_events') }}
    where event_type = 'enrolled'
    group by study_id
)

select
    studies.study_id,
    protocols.protocol_final_date,
    first_subjects.first_enrolled_date,
    {{ days_between('protocols.protocol_final_date', 'first_subjects.first_enrolled_date') }} as days_to_first_enrolled
from {{ ref('dim_study') }} as studies
left join protocols on studies.study_id = protocols.study_id
left join first_subjects on studies.study_id = first_subjects.study_id
