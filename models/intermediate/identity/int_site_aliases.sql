with sites as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.site_id,
        versions.site_number,
        versions.source_record_id,
        {# Systems that need ids to be unique over studies put the study's before the site's number. #}
        case
            when substring(versions.site_id, 1, length(versions.study_id)) = versions.study_id
                and length(versions.site_id) > length(versions.study_id) + 1
                then substring(versions.site_id, length(versions.study_id) + 2)
        end as number_in_id,
        versions._source,
        coalesce(ranks.authority_rank, {{ last_rank() }}) as _rank
    from {{ ref('int_site_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ source_ranks('site') }} as ranks on versions._source = ranks.source
    where versions.known_to is null
),

names as (
    {% for name, distance in [('site_id', 0), ('source_record_id', 0), ('site_number', 0), ('number_in_id', 1)] -%}
    select study_id, site_id, _source, _rank, {{ name }} as name, {{ distance }} as distance from sites
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ aliases('names', 'site_id', scope=['study_id']) }}

select study_id, alias, site_id from aliases
