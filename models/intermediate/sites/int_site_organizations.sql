with organizations as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        coalesce(sites.site_id, versions.site_id) as site_id,
        versions._source || ':' || coalesce(versions.organization_id, versions.location_id) as organization_id
    from {{ ref('int_site_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ ref('int_site_aliases') }} as sites
        on coalesce(studies.study_id, versions.study_id) = sites.study_id
        and versions.site_id = sites.alias
    where versions.known_to is null
        and not versions.is_deleted
        and coalesce(versions.organization_id, versions.location_id) is not null
)

select
    study_id,
    site_id,
    min(organization_id) as organization_id
from organizations
group by study_id, site_id
