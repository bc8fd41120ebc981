with sites as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.site_id,
        coalesce(names.country_code, 'ZZ') as country_code,
        versions.site_number,
        versions.organization_id,
        versions.investigator_id,
        versions.site_status,
        versions.selected_date,
        versions.closed_date,
        versions.drop_out_reason,
        versions._source,
        versions.known_from,
        row_number() over (
            partition by coalesce(studies.study_id, versions.study_id), versions.site_id
            order by versions.known_from desc, versions.known_load_id desc, versions._source
        ) as position
    from {{ ref('int_site_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ ref('int_site_aliases') }} as aliases
        on coalesce(studies.study_id, versions.study_id) = aliases.study_id
        and versions.site_id = aliases.alias
    left join {{ ref('int_site_current') }} as known
        on coalesce(studies.study_id, versions.study_id) = known.study_id
        and coalesce(aliases.site_id, versions.site_id) = known.site_id
    left join {{ ref('int_study_country_current') }} as countries
        on coalesce(studies.study_id, versions.study_id) = countries.study_id
        and versions.study_country_id = countries.study_country_id
    left join {{ ref('country_aliases') }} as names
        on lower(trim(coalesce(versions.country, countries.country))) = names.country_alias
    where versions.known_to is null
        and not versions.is_deleted
        and known.site_id is null
)

select
    study_id,
    site_id,
    country_code,
    site_number,
    organization_id,
    investigator_id,
    site_status,
    selected_date,
    closed_date,
    drop_out_reason,
    _source,
    known_from
from sites
where position = 1
