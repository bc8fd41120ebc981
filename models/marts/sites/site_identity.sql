with sites as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.city,
        coalesce(organizations.organization_id, sites.study_id || '|' || sites.site_id) as own_identity_id,
        coalesce(identifiers.linked_identity_id, organizations.organization_id, sites.study_id || '|' || sites.site_id)
            as linked_identity_id,
        identifiers.own_identity_id is not null as has_identifier,
        organizations.organization_id is not null as has_organization
    from {{ ref('dim_site') }} as sites
    left join {{ ref('int_site_organizations') }} as organizations
        on sites.study_id = organizations.study_id
        and sites.site_id = organizations.site_id
    left join {{ ref('int_site_identifiers') }} as identifiers
        on organizations.organization_id = identifiers.own_identity_id
),

links as (
    select identity_id, other_identity_id from {{ ref('site_merges') }} where decision = 'accepted'

    union

    select own_identity_id, linked_identity_id from {{ ref('int_site_identifiers') }}
),

{{ merged_identities('links') }},

identified as (
    select
        sites.*,
        coalesce(merges.merged_id, sites.own_identity_id) as identity_id,
        case
            when merges.merged_id <> sites.linked_identity_id then 'accepted merge'
            when sites.has_identifier then 'organisation identifier'
            when sites.has_organization then 'organisation'
            else 'site'
        end as identity_basis
    from sites
    left join merged_identities as merges on sites.own_identity_id = merges.identity_id
)

select
    study_id,
    site_id,
    country_code,
    city,
    identity_id,
    own_identity_id,
    identity_basis,
    count(*) over (partition by identity_id) as sites_of_identity
from identified
