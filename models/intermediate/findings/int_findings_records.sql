{% set measured = {
    'lab_result': ('lab_result_id', 'collection_date'), 'vital_sign': ('vital_sign_id', 'measured_date')
} -%}

{# A day is left for time zones. #}
with misdated as (
    {% for feed, (id, day) in measured.items() -%}
    select
        study_id,
        site_id,
        coalesce(subject_id, '') as subject_id,
        coalesce(visit_name, '') as visit_name,
        '{{ feed }}' as feed,
        {{ id }} as record_id,
        {{ day }}_lower as measured_day,
        entered_date,
        known_from,
        {{ day }}_lower > {{ add_days('cast(known_from as date)', 1) }} as is_in_future
    from {{ ref('int_' ~ feed ~ '_current') }}
    where {{ day }}_lower > {{ add_days('entered_date', 1) }}
        or {{ day }}_lower > {{ add_days('cast(known_from as date)', 1) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{# Measurements of one form bear one date: it is told once. #}
forms as (
    select
        study_id,
        max(site_id) as site_id,
        subject_id,
        feed,
        is_in_future,
        min(record_id) as record_id,
        {{ days_between('max(entered_date)', 'measured_day') }} as days_after_entry,
        min(known_from) as known_from
    from misdated
    group by study_id, subject_id, visit_name, feed, is_in_future, measured_day
),

dated as (
    select
        forms.study_id,
        coalesce(forms.site_id, subjects.site_id) as site_id,
        forms.feed as entity,
        forms.subject_id || '|' || forms.record_id as entity_id,
        case when forms.is_in_future then 'event_in_future' else 'dated_after_entry' end as kind,
        'medium' as severity,
        case
            when forms.is_in_future then 'It is dated after the day on which it was delivered'
            else 'It is dated ' || cast(forms.days_after_entry as varchar) || ' days after the day on which it was last entered'
        end as detail,
        forms.known_from as first_known_at
    from forms
    left join {{ ref('dim_subject') }} as subjects
        on forms.study_id = subjects.study_id
        and forms.subject_id = subjects.subject_id
),

standing as (
    select distinct study_id, query_id, _source
    from {{ ref('int_edc_query_versions') }}
    where known_to is null and not is_deleted
),

{# A log tells each state with its own day alone. #}
closed_first as (
    select {{ finding('query_closed_before_opened', 'medium', 'edc_query', "queries._source || '|' || queries.query_id", "'The query is told to be closed ' || cast(" ~ days_between('max(queries.resolved_date)', 'min(queries.created_date)') ~ " as varchar) || ' days before it was opened: its age cannot be told'", study_id='coalesce(studies.study_id, queries.study_id)', known='max(queries.known_from)') }}
    from {{ ref('int_edc_query_versions') }} as queries
    inner join standing
        on queries.study_id = standing.study_id
        and queries.query_id = standing.query_id
        and queries._source = standing._source
    left join {{ ref('int_study_aliases') }} as studies on queries.study_id = studies.alias
    where not queries.is_deleted
    group by coalesce(studies.study_id, queries.study_id), queries._source, queries.query_id
    having min(queries.created_date) > max(queries.resolved_date)
)

select * from dated

union all

select * from closed_first
