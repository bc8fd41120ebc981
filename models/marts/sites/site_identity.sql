{% set rounds = 6 %}

with sites as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.city,
        coalesce(organizations.organization_id, sites.study_id || '|' || sites.site_id) as own_identity_id,
        organizations.organization_id is not null as has_organization
    from {{ ref('dim_site') }} as sites
    left join {{ ref('int_site_organizations') }} as organizations
        on sites.study_id = organizations.study_id
        and sites.site_id = organizations.site_id
),

accepted as (
    select identity_id, other_identity_id from {{ ref('site_merges') }} where decision = 'accepted'
),

links as (
    select identity_id as node, other_identity_id as neighbour from accepted
    union
    select other_identity_id, identity_id from accepted
    union
    select identity_id, identity_id from accepted
    union
    select other_identity_id, other_identity_id from accepted
),

round_0 as (
    select node, neighbour from links
),

{# Each round doubles the merges that lie between two of one group: the last one spans 64 of them. #}
{% for round in range(1, rounds + 1) -%}
round_{{ round }} as (
    select distinct near.node, far.neighbour
    from round_{{ round - 1 }} as near
    inner join round_{{ round - 1 }} as far on near.neighbour = far.node
),

{% endfor -%}
labels as (
    select node, min(neighbour) as label
    from round_{{ rounds }}
    group by node
),

identified as (
    select
        sites.*,
        coalesce(merges.label, sites.own_identity_id) as identity_id,
        case
            when merges.label <> sites.own_identity_id then 'accepted merge'
            when sites.has_organization then 'organisation'
            else 'site'
        end as identity_basis
    from sites
    left join labels as merges on sites.own_identity_id = merges.node
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
