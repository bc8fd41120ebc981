with delivered as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        coalesce(sites.site_id, versions.site_id) as site_id,
        versions._source,
        versions.organization_id,
        versions.location_id
    from {{ ref('int_site_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    left join {{ ref('int_site_aliases') }} as sites
        on coalesce(studies.study_id, versions.study_id) = sites.study_id
        and versions.site_id = sites.alias
    where versions.known_to is null
        and not versions.is_deleted
        and coalesce(versions.organization_id, versions.location_id) is not null
),

organizations as (
    select
        delivered.study_id,
        delivered.site_id,
        delivered._source || ':' || coalesce(delivered.organization_id, delivered.location_id) as organization_id,
        coalesce(organizations.organization_name, places.organization_name) as organization_name,
        coalesce(organizations.ror_id, places.ror_id) as ror_id,
        coalesce(places.street, organizations.street) as street,
        coalesce(places.city, organizations.city) as city,
        coalesce(places.zip, organizations.zip) as zip
    from delivered
    left join {{ ref('int_organizations') }} as organizations
        on delivered._source = organizations._source
        and delivered.organization_id = organizations.organization_id
    left join {{ ref('int_organizations') }} as places
        on delivered._source = places._source
        and delivered.location_id = places.organization_id
)

select
    study_id,
    site_id,
    min(organization_id) as organization_id,
    min(organization_name) as organization_name,
    case when count(distinct ror_id) = 1 then min(ror_id) end as ror_id,
    min(street) as street,
    min(city) as city,
    min(zip) as zip
from organizations
group by study_id, site_id
