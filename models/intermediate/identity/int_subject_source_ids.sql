with subjects as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.subject_id,
        versions.edc_subject_id,
        coalesce(sites.site_id, versions.site_id, '') || '|' || versions.subject_number as subject_number,
        coalesce(sites.site_id, versions.site_id, '') || '|' || versions.screening_number as screening_number,
        versions._source,
        coalesce(ranks.authority_rank, {{ last_rank() }}) as _rank
    from {{ ref('int_subject_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ ref('int_site_aliases') }} as sites
        on coalesce(studies.study_id, versions.study_id) = sites.study_id
        and versions.site_id = sites.alias
    left join {{ source_ranks('subject') }} as ranks on versions._source = ranks.source
    where versions.known_to is null
),

{# Numbers may be given anew at each site, so they are compared within one. #}
names as (
    {% for name, distance in [('subject_id', 0), ('edc_subject_id', 0), ('subject_number', 1), ('screening_number', 1)] -%}
    select study_id, subject_id, _source, _rank, {{ name }} as name, {{ distance }} as distance from subjects
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ aliases('names', 'subject_id', scope=['study_id']) }}

select study_id, alias, subject_id from aliases
