with investigators as (
    select
        sites.*,
        coalesce(addresses.linked_identity_id, sites.own_identity_id) as linked_identity_id,
        addresses.own_identity_id is not null as has_address
    from {{ ref('int_site_investigators') }} as sites
    left join {{ ref('int_investigator_addresses') }} as addresses on sites.own_identity_id = addresses.own_identity_id
),

links as (
    select identity_id, other_identity_id
    from {{ ref('investigator_merges') }}
    where decision = 'accepted'

    union

    select own_identity_id, linked_identity_id from {{ ref('int_investigator_addresses') }}
),

{{ merged_identities('links') }},

identified as (
    select
        investigators.*,
        coalesce(merged.merged_id, investigators.own_identity_id) as identity_id,
        case
            when merged.merged_id <> investigators.linked_identity_id then 'accepted merge'
            when investigators.has_address then 'e-mail address'
            when investigators.is_identified then 'investigator id'
            else 'site'
        end as identity_basis
    from investigators
    left join merged_identities as merged on investigators.own_identity_id = merged.identity_id
)

select
    study_id,
    site_id,
    country_code,
    investigator_id,
    investigator_name,
    identity_id,
    own_identity_id,
    identity_basis,
    count(*) over (partition by identity_id) as sites_of_identity
from identified
