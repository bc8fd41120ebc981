{#
A source deletes a record under its id, in each feed that the record may belong to: it is unknown where none of them holds
it. Told by delivery: a log of deletions names what was never delivered, was refused, or was deleted before the first extract.
#}
{% set records = {
    'action_item': 'action_item_id', 'adverse_event': 'adverse_event_id', 'disposition': 'disposition_id',
    'edc_query': 'query_id', 'issue': 'issue_id', 'milestone': 'milestone_id', 'milestone_forecast': 'forecast_id',
    'monitoring_visit': 'monitoring_visit_id', 'organization': 'organization_id', 'person': 'person_id',
    'planned_visit': 'visit_definition_id', 'protocol_deviation': 'deviation_id', 'research_subject': 'research_subject_id',
    'site': 'site_id', 'study': 'study_id', 'study_task': 'task_id', 'subject': 'subject_id', 'subject_visit': 'visit_id'
} -%}

with deletions as (
    {% for feed, id in records.items() -%}
    select distinct
        '{{ feed }}' as feed,
        deleted._source,
        deleted._loaded_at,
        deleted.{{ id }} as record_id,
        known.{{ id }} is not null or come_and_gone.{{ id }} is not null as is_known
    from {{ ref('stg_lake__' ~ feed) }} as deleted
    left join (
        select distinct _source, {{ id }}
        from {{ ref('int_' ~ feed ~ '_versions') }}
        where not is_deleted
            and {{ id }} in (select {{ id }} from {{ ref('stg_lake__' ~ feed) }} where _is_delete)
    ) as known
        on deleted._source = known._source
        and deleted.{{ id }} = known.{{ id }}
    left join (
        select distinct _load_id, {{ id }}
        from {{ ref('stg_lake__' ~ feed) }}
        where not _is_delete
            and _load_id in (select _load_id from {{ ref('stg_lake__' ~ feed) }} where _is_delete)
    ) as come_and_gone
        on deleted._load_id = come_and_gone._load_id
        and deleted.{{ id }} = come_and_gone.{{ id }}
    where deleted._is_delete and deleted.{{ id }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

unknown as (
    select _source, record_id, min(feed) as feed, min(_loaded_at) as known_from
    from deletions
    group by _source, record_id
    having max(case when is_known then 1 else 0 end) = 0
)

select
    _source,
    feed,
    known_from,
    count(*) as records
from unknown
group by _source, feed, known_from
