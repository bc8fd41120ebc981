-- Whoever failed screening or was randomised has been screened: screened >= screen failures, >= randomised.
with events as (
    select * from {{ ref('enrollment_events') }}
)

select outcomes.study_id, outcomes.subject_id, outcomes.event_type
from events as outcomes
left join events as screened
    on outcomes.study_id = screened.study_id
    and outcomes.subject_id = screened.subject_id
    and screened.event_type = 'screened'
where outcomes.event_type in ('screen_failed', 'randomized')
    and screened.subject_id is null
