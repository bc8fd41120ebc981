with milestones as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.milestone_id,
        versions.milestone_number,
        versions._source,
        coalesce(ranks.authority_rank, {{ last_rank() }}) as _rank
    from {{ ref('int_milestone_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ source_ranks('milestone') }} as ranks on versions._source = ranks.source
    where versions.known_to is null
),

names as (
    {% for name in ['milestone_id', 'milestone_number'] -%}
    select study_id, milestone_id, _source, _rank, {{ name }} as name, 0 as distance from milestones
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ aliases('names', 'milestone_id', scope=['study_id']) }}

select study_id, alias, milestone_id from aliases
