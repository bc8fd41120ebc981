with subjects as (
    select * from {{ ref('int_subject_current') }}
),

first_visits as (
    select study_id, subject_id, min(visit_date) as first_visit_date
    from {{ ref('subject_visits') }}
    group by study_id, subject_id
),

before_consent as (
    select {{ finding('visit_before_consent', 'high', 'subject', 'subjects.subject_id', "'The first procedure took place ' || cast(" ~ days_between('coalesce(case when first_visits.first_visit_date < subjects.screening_date then first_visits.first_visit_date end, subjects.screening_date, first_visits.first_visit_date)', 'subjects.consent_date') ~ " as varchar) || ' days before consent'", study_id='subjects.study_id', site_id='subjects.site_id', known='subjects.known_from') }}
    from subjects
    left join first_visits
        on subjects.study_id = first_visits.study_id
        and subjects.subject_id = first_visits.subject_id
    where subjects.screening_date < subjects.consent_date
        or first_visits.first_visit_date < subjects.consent_date
),

{# Screening dates that the source gave one after the other. #}
screenings as (
    select
        _source,
        study_id,
        subject_id,
        max(screening_date) as latest_date,
        min(screening_date) as earliest_date
    from {{ ref('int_subject_versions') }}
    where not is_deleted
    group by _source, study_id, subject_id
),

screening_moved as (
    select {{ finding('screening_date_moved', 'low', 'subject', 'subjects.subject_id', "'Screening was moved by ' || cast(" ~ days_between('screenings.earliest_date', 'screenings.latest_date') ~ " as varchar) || ' days: counts of past months changed'", study_id='subjects.study_id', site_id='subjects.site_id', known='subjects.known_from') }}
    from subjects
    inner join screenings
        on subjects._source = screenings._source
        and subjects.source_study_id = screenings.study_id
        and subjects.source_subject_id = screenings.subject_id
    where screenings.earliest_date < {{ add_days('screenings.latest_date', -var('moved_date_days')) }}
),

{# Some sources tell why a deviation is important, others have no such column. #}
telling as (
    select distinct _source from {{ ref('int_protocol_deviation_versions') }} where has_rationale
),

without_rationale as (
    select {{ finding('important_deviation_without_rationale', 'medium', 'protocol_deviation', 'deviations.deviation_id', "'The deviation is important and nothing says why'", study_id='deviations.study_id', site_id='max(deviations.site_id)', known='max(delivered.known_from)') }}
    from {{ ref('int_protocol_deviation_current') }} as deviations
    inner join {{ ref('int_protocol_deviation_versions') }} as delivered
        on deviations.source_study_id = delivered.study_id
        and deviations.deviation_id = delivered.deviation_id
    inner join telling on delivered._source = telling._source
    where delivered.known_to is null and not delivered.is_deleted
        and delivered.important_flag and not delivered.has_rationale
    group by deviations.study_id, deviations.deviation_id
),

{# An answer without a category is one to all criteria only where it is the only one. #}
answers as (
    select
        study_id,
        subject_id,
        lower(category) as category,
        lower(result) in ('y', 'yes', 'true', '1') as is_yes,
        lower(result) in ('n', 'no', 'false', '0') as is_no,
        known_from,
        count(*) over (partition by study_id, subject_id) as answers
    from {{ ref('int_eligibility_current') }}
),

not_eligible as (
    select study_id, subject_id, min(known_from) as known_from
    from answers
    where (is_no and category like 'incl%')
        or (is_yes and category like 'excl%')
        or (is_no and category is null and answers = 1)
    group by study_id, subject_id
),

randomized_not_eligible as (
    select {{ finding('randomized_not_eligible', 'high', 'subject', 'events.subject_id', "'The subject was randomised although what is recorded of its eligibility says that it may not be'", study_id='events.study_id', site_id='events.site_id', known='not_eligible.known_from') }}
    from {{ ref('enrollment_events') }} as events
    inner join not_eligible
        on events.study_id = not_eligible.study_id
        and events.subject_id = not_eligible.subject_id
    where events.event_type = 'randomized'
)

{% for finding in ['before_consent', 'screening_moved', 'without_rationale', 'randomized_not_eligible'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
