with studies as (
    select
        versions.study_id,
        versions.study_number,
        versions.study_name,
        versions._source,
        coalesce(ranks.authority_rank, {{ last_rank() }}) as _rank
    from {{ ref('int_study_versions') }} as versions
    left join {{ source_ranks('study') }} as ranks on versions._source = ranks.source
    where versions.known_to is null
),

{# A sponsor may give two studies one short name, so it counts less than ids and numbers. #}
names as (
    {% for name, distance in [('study_id', 0), ('study_number', 0), ('study_name', 1)] -%}
    select study_id, _source, _rank, trim({{ name }}) as name, {{ distance }} as distance from studies
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ aliases('names', 'study_id') }}

select alias, study_id from aliases
