{# What health records tell of their own references; their studies under the ids of the portfolio. #}
with studies as (
    select study_id as alias, study_id from {{ ref('dim_study') }}

    union

    select alias, study_id from {{ ref('int_study_aliases') }}
),

subjects as (
    select
        delivered._source,
        delivered.research_subject_id,
        delivered.study_id as delivered_study_id,
        delivered.patient_id,
        studies.study_id,
        min(delivered.known_from) as known_from
    from {{ ref('int_research_subject_versions') }} as delivered
    left join studies on delivered.study_id = studies.alias
    where delivered.known_to is null and not delivered.is_deleted
    group by
        delivered._source,
        delivered.research_subject_id,
        delivered.study_id,
        delivered.patient_id,
        studies.study_id
),

of_unknown_study as (
    select {{ finding('unknown_study', 'high', 'research_subject', 'delivered_study_id', counted('count(distinct research_subject_id)', 'subjects of health records belong to a study that CTMS does not know'), study_id='delivered_study_id', known='min(known_from)') }}
    from subjects
    where delivered_study_id is not null and study_id is null
    group by delivered_study_id
),

references_to_patients as (
    select
        subjects.*,
        coalesce(not patients.is_deleted, false) as is_known,
        case when patients.known_from > subjects.known_from then patients.known_from else subjects.known_from end
            as missing_from
    from subjects
    left join {{ ref('int_patient_versions') }} as patients
        on subjects._source = patients._source
        and subjects.patient_id = patients.patient_id
        and patients.known_to is null
    where subjects.patient_id is not null
),

{# Where many are missing, a hospital does not deliver its patients. #}
delivering as (
    select _source, delivered_study_id
    from references_to_patients
    group by _source, delivered_study_id
    having count(case when not is_known then 1 end) <= {{ var('missing_patient_share') }} * count(*)
),

of_unknown_patient as (
    select {{ finding('unknown_patient', 'medium', 'research_subject', 'subjects.research_subject_id', "'The subject of health records points to a patient whom ' || subjects._source || ' does not deliver'", study_id='coalesce(subjects.study_id, subjects.delivered_study_id)', known='subjects.missing_from') }}
    from references_to_patients as subjects
    inner join delivering
        on subjects._source = delivering._source
        and subjects.delivered_study_id = delivering.delivered_study_id
    where not subjects.is_known
)

{% for finding in ['of_unknown_study', 'of_unknown_patient'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
