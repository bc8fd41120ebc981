with attempts as (
    select
        subjects.study_id,
        subjects.subject_id,
        subjects.site_id,
        subjects.country_code,
        rescreenings.previous_screening_number,
        rescreenings.previous_subject_id,
        coalesce(rescreenings.first_subject_id, subjects.subject_id) as first_subject_id,
        rescreenings.subject_id is not null as is_rescreened,
        case when rescreenings.subject_id is null then 1 else rescreenings.attempt end as attempt,
        subjects.screening_date
    from {{ ref('dim_subject') }} as subjects
    left join {{ ref('int_subject_rescreenings') }} as rescreenings
        on subjects.study_id = rescreenings.study_id
        and subjects.subject_id = rescreenings.subject_id
)

select
    attempts.study_id,
    attempts.subject_id,
    attempts.site_id,
    attempts.country_code,
    attempts.previous_screening_number,
    attempts.previous_subject_id,
    attempts.first_subject_id,
    attempts.is_rescreened,
    attempts.attempt,
    count(*) over (partition by attempts.study_id, attempts.first_subject_id) as attempts_of_person,
    attempts.screening_date,
    {{ days_between('previous.screening_date', 'attempts.screening_date') }} as days_after_previous
from attempts
left join {{ ref('dim_subject') }} as previous
    on attempts.study_id = previous.study_id
    and attempts.previous_subject_id = previous.subject_id
