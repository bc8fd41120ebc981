{#
A source deletes a record under its id, in each feed that the record may belong to: it is unknown where none of them holds
it. Told by delivery: a log of deletions names what was never delivered, was refused, or was deleted before the first extract.
#}
{% set records = {
    'action_item': 'action_item_id', 'adverse_event': 'adverse_event_id', 'disposition': 'disposition_id',
    'edc_query': 'query_id', 'issue': 'issue_id', 'milestone': 'milestone_id', 'milestone_forecast': 'forecast_id',
    'monitoring_visit': 'monitoring_visit_id', 'organization': 'organization_id', 'person': 'person_id',
    'planned_visit': 'visit_definition_id', 'protocol_deviation': 'deviation_id', 'research_subject': 'research_subject_id',
    'site': 'site_id', 'study': 'study_id', 'study_task': 'task_id', 'subject': 'subject_id', 'subject_visit': 'visit_id',
    'trip_report': 'trip_report_id'
} -%}

with {% for feed, id in records.items() -%}
{{ feed }}_deletions as (
    select distinct _source, _loaded_at, {{ id }} as record_id
    from {{ ref('stg_lake__' ~ feed) }}
    where _is_delete and {{ id }} is not null
),

{# States of what came and went at one time are one in the versions: staging has it. #}
{{ feed }}_held as (
    {% if feed != 'trip_report' -%}
    select distinct _source, {{ id }} as record_id
    from {{ ref('int_' ~ feed ~ '_versions') }}
    where not is_deleted and {{ id }} in (select record_id from {{ feed }}_deletions)

    union

    {% endif -%}
    select distinct _source, {{ id }} as record_id
    from {{ ref('stg_lake__' ~ feed) }}
    where not _is_delete
        {%- if feed != 'trip_report' %}
        and _loaded_at in (select _loaded_at from {{ feed }}_deletions)
        {%- endif %}
        and {{ id }} in (select record_id from {{ feed }}_deletions)
),

{% endfor -%}
deletions as (
    {% for feed in records -%}
    select
        '{{ feed }}' as feed,
        deleted._source,
        deleted._loaded_at,
        deleted.record_id,
        case when held.record_id is null then 0 else 1 end as is_held
    from {{ feed }}_deletions as deleted
    left join {{ feed }}_held as held
        on deleted._source = held._source
        and deleted.record_id = held.record_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

unknown as (
    select _source, record_id, min(feed) as feed, min(_loaded_at) as known_from
    from deletions
    group by _source, record_id
    having max(is_held) = 0
)

select
    _source,
    feed,
    cast(known_from as date) as delivered_date,
    count(*) as records,
    min(known_from) as known_from
from unknown
group by _source, feed, cast(known_from as date)
