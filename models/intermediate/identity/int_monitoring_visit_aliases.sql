with visits as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.monitoring_visit_id,
        versions.monitoring_visit_number,
        versions._source,
        coalesce(ranks.authority_rank, {{ last_rank() }}) as _rank
    from {{ ref('int_monitoring_visit_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ source_ranks('monitoring_visit') }} as ranks on versions._source = ranks.source
    where versions.known_to is null
),

names as (
    {% for name in ['monitoring_visit_id', 'monitoring_visit_number'] -%}
    select study_id, monitoring_visit_id, _source, _rank, {{ name }} as name, 0 as distance from visits
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ aliases('names', 'monitoring_visit_id', scope=['study_id']) }}

select study_id, alias, monitoring_visit_id from aliases
