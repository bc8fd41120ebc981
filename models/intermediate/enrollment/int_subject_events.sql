{{ config(meta={'slices': {
    'by': ['study_id', 'subject_id'],
    'reached': {
        'int_consent_current': known_subjects(),
        'int_randomization_current': known_subjects(),
        'int_disposition_current': known_subjects(),
    }
}}) }}
{% set default_definition = "enrolled_definition = 'randomisation'" %}

with subjects as (
    select
        subjects.*,
        coalesce(studies.enrolled_definition, 'randomisation') as enrolled_definition
    from {{ ref('int_subject_current') }} as subjects
    left join {{ ref('int_study_current') }} as studies on subjects.study_id = studies.study_id
),

consents as (
    {% call with_known_subject('consent') %}
    delivered.consent_given,
    {{ partial_date_columns('delivered.consent_date') }},
    {% endcall %}
),

randomizations as (
    {% call with_known_subject('randomization') %}
    {{ partial_date_columns('delivered.randomization_date') }},
    {% endcall %}
),

dispositions as (
    {% call with_known_subject('disposition') %}
    delivered.scope,
    delivered.completed_flag,
    delivered.reason,
    {{ partial_date_columns('delivered.disposition_date') }},
    {% endcall %}
),

candidates as (
    {{ subject_event('subjects', 'consented', 'consent_date', 1) }}
    union all
    {{ subject_event('consents', 'consented', 'consent_date', 2, where='consent_given') }}
    union all
    {{ subject_event('subjects', 'randomized', 'randomization_date', 1) }}
    union all
    {{ subject_event('randomizations', 'randomized', 'randomization_date', 2, where='true') }}
    union all
    {{ subject_event('subjects', 'randomized', 'enrolled_date', 3, where='enrolled_flag and ' ~ default_definition) }}
    union all
    {{ subject_event('subjects', 'eligible', 'enrolled_date', 1, where='enrolled_flag or enrolled_date_raw is not null') }}
    union all
    {{ subject_event('subjects', 'screen_failed', 'screen_fail_date', 1, reason='screen_fail_reason') }}
    union all
    {{ undated_subject_event('subjects', 'screen_failed', 'screening_date_lower', 2, 'not enrolled_flag', reason='screen_fail_reason') }}
    union all
    {{ subject_event('subjects', 'withdrawn', 'withdrawal_date', 1, reason='withdrawal_reason') }}
    union all
    {{ subject_event('dispositions', 'withdrawn', 'disposition_date', 2, reason='reason', where="scope = 'study' and not completed_flag") }}
    union all
    {{ subject_event('subjects', 'completed', 'completion_date', 1) }}
    union all
    {{ subject_event('dispositions', 'completed', 'disposition_date', 2, where="scope = 'study' and completed_flag") }}
    union all
    {{ subject_event('subjects', 'screened', 'screening_date', 1) }}
),

{# Whoever failed screening, was randomised or was judged for enrolment has been screened. #}
with_screening as (
    select * from candidates

    union all

    {{ undated_subject_event('candidates', 'screened', 'cast(null as date)', 2, "event_type in ('screen_failed', 'randomized', 'eligible')") }}
),

ranked as (
    select
        with_screening.*,
        row_number() over (
            partition by study_id, subject_id, event_type
            order by source_rank, event_date_lower nulls last, event_date_upper, reason, known_from
        ) as position
    from with_screening
)

select
    study_id,
    subject_id,
    event_type,
    event_date,
    event_date_lower,
    event_date_upper,
    event_date_precision,
    reason,
    known_from
from ranked
where position = 1
