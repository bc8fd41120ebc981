with events as (
    select * from {{ ref('int_subject_events') }}
),

subjects as (
    select
        study_id,
        subject_id,
        max(case when event_type = 'screened' then event_date end) as screened_date,
        max(case when event_type = 'randomized' then event_date end) as randomized_date,
        count(case when event_type = 'randomized' then 1 end) as randomized,
        count(case when event_type = 'screen_failed' then 1 end) as screen_failed,
        min(known_from) as known_from
    from events
    group by study_id, subject_id
),

failed_and_randomized as (
    select {{ finding('screen_failed_and_randomized', 'high', 'subject', 'subject_id', "'The subject is both a screen failure and randomised'") }}
    from subjects
    where randomized > 0 and screen_failed > 0
),

randomized_first as (
    select {{ finding('randomized_before_screening', 'high', 'subject', 'subject_id', "'The subject was randomised before screening'") }}
    from subjects
    where randomized_date < screened_date
),

randomization_differs as (
    select {{ finding('randomization_date_differs', 'medium', 'randomization', 'subjects.subject_id', "'The randomisation system and the subject row give different days'", study_id='subjects.study_id', site_id='subjects.site_id', known='randomizations.known_from') }}
    from {{ ref('int_subject_current') }} as subjects
    inner join {{ ref('int_subject_aliases') }} as aliases
        on subjects.study_id = aliases.study_id
        and subjects.subject_id = aliases.subject_id
    inner join {{ ref('int_randomization_current') }} as randomizations
        on aliases.study_id = randomizations.study_id
        and aliases.alias = randomizations.subject_id
    where subjects.randomization_date <> randomizations.randomization_date
),

{# An event cannot lie after the day on which the warehouse learned of it; a day is left for time zones. #}
in_future as (
    select {{ finding('event_in_future', 'medium', 'subject', 'subject_id', counted('count(*)', 'events are dated after the day they were delivered'), known='min(known_from)') }}
    from events
    where event_date_lower > {{ add_days('cast(known_from as date)', 1) }}
    group by study_id, subject_id
),

withdrawn_early as (
    select {{ finding('withdrawn_before_enrollment', 'low', 'subject', 'withdrawn.subject_id', "'The subject left before being enrolled and is not counted as withdrawn'", study_id='withdrawn.study_id', known='withdrawn.known_from') }}
    from events as withdrawn
    left join {{ ref('enrollment_events') }} as enrolled
        on withdrawn.study_id = enrolled.study_id
        and withdrawn.subject_id = enrolled.subject_id
        and enrolled.event_type = 'enrolled'
    where withdrawn.event_type = 'withdrawn' and enrolled.subject_id is null
),

undated_events as (
    select {{ finding('undated_event', 'low', 'subject', 'event_type', counted('count(*)', "events ' || event_type || ' have no date"), known='min(known_from)') }}
    from {{ ref('enrollment_events') }}
    where event_date_precision = 'unknown'
    group by study_id, event_type
),

undated_deviations as (
    select {{ finding('undated_deviation', 'medium', 'protocol_deviation', 'study_id', counted('count(*)', 'deviations have no date'), known='min(known_from)') }}
    from {{ ref('protocol_deviations') }}
    where deviation_date is null
    group by study_id
),

{# A source of a lower rank is expected to know the same subjects; one of the same rank is not. #}
ranked_subjects as (
    select subjects.*, coalesce(ranks.authority_rank, {{ last_rank() }}) as authority_rank
    from {{ ref('int_subject_versions') }} as subjects
    left join {{ source_ranks('subject') }} as ranks on subjects._source = ranks.source
    where subjects.known_to is null and not subjects.is_deleted
),

best_ranks as (
    select study_id, min(authority_rank) as authority_rank from ranked_subjects group by study_id
),

two_sources as (
    select {{ finding('delivered_by_two_sources', 'medium', 'subject', 'ranked_subjects.subject_id', counted('count(distinct ranked_subjects._source)', 'sources deliver this subject; the latest change counts'), study_id='ranked_subjects.study_id', known='max(ranked_subjects.known_from)') }}
    from ranked_subjects
    inner join best_ranks
        on ranked_subjects.study_id = best_ranks.study_id
        and ranked_subjects.authority_rank = best_ranks.authority_rank
    group by ranked_subjects.study_id, ranked_subjects.subject_id
    having count(distinct ranked_subjects._source) > 1
)

{% for finding in ['failed_and_randomized', 'randomized_first', 'randomization_differs', 'in_future', 'withdrawn_early', 'undated_events', 'undated_deviations', 'two_sources'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
