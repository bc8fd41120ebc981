{% set countries -%}
left join {{ ref('int_study_country_current') }} as countries
        on counting.study_id = countries.study_id
        and versions.study_country_id = countries.study_country_id
    left join {{ ref('country_aliases') }} as country_names
        on lower(trim(coalesce(versions.country, countries.country))) = country_names.country_alias
{%- endset %}

{{ conformed(
    'milestone',
    ['study_id', 'milestone_id'],
    ids={'study_id': 'study', 'site_id': 'site'},
    natural_key=['study_id', 'level', "case when level = 'country' then country end", 'site_id', 'milestone_type'],
    joins=countries,
    replaced={
        'country': 'coalesce(country_names.country_code, versions.country)',
        'level': "coalesce(versions.level, case when versions.site_id is not null then 'site'"
            ~ " when coalesce(versions.country, versions.study_country_id) is not null then 'country' else 'study' end)",
    }
) }}
