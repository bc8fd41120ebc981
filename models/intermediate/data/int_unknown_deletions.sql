{#
A source deletes a record under its id, in each feed that the record may belong to: it is unknown where no feed ever held it.
#}
{% set records = {
    'action_item': 'action_item_id', 'adverse_event': 'adverse_event_id', 'disposition': 'disposition_id',
    'edc_query': 'query_id', 'issue': 'issue_id', 'milestone': 'milestone_id', 'milestone_forecast': 'forecast_id',
    'monitoring_visit': 'monitoring_visit_id', 'organization': 'organization_id', 'person': 'person_id',
    'planned_visit': 'visit_definition_id', 'protocol_deviation': 'deviation_id', 'research_patient': 'patient_id',
    'research_subject': 'research_subject_id',
    'site': 'site_id', 'study': 'study_id', 'study_task': 'task_id', 'subject': 'subject_id',
    'subject_visit': 'visit_id', 'trip_report': 'trip_report_id'
} -%}

with records as (
    {% for feed, id in records.items() -%}
    select
        '{{ feed }}' as feed,
        _source,
        {{ id }} as record_id,
        max(case when _is_delete then 0 else 1 end) as is_known,
        max(case when _is_delete then 1 else 0 end) as is_deleted,
        min(_loaded_at) as known_from
    from {{ ref('stg_lake__' ~ feed) }}
    where {{ id }} in (select {{ id }} from {{ ref('stg_lake__' ~ feed) }} where _is_delete)
    group by _source, {{ id }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    _source,
    record_id,
    min(feed) as feed,
    min(known_from) as known_from
from records
group by _source, record_id
having max(is_known) = 0 and max(is_deleted) = 1
