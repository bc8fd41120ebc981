with sites as (
    select
        identities.*,
        sites.activation_date,
        sites.activation_date is not null and sites.closed_date is null as is_active
    from {{ ref('investigator_identity') }} as identities
    inner join {{ ref('dim_site') }} as sites
        on identities.study_id = sites.study_id
        and identities.site_id = sites.site_id
),

spellings as (
    select
        identity_id,
        investigator_name,
        row_number() over (
            partition by identity_id order by count(*) desc, length(investigator_name) desc, investigator_name
        ) as position
    from sites
    where investigator_name is not null
    group by identity_id, investigator_name
),

countries as (
    select
        identity_id,
        country_code,
        row_number() over (partition by identity_id order by count(*) desc, country_code) as position
    from sites
    group by identity_id, country_code
),

proposals as (
    select identities.identity_id, count(distinct proposals.proposal_id) as open_proposals
    from (
        select proposal_id, identity_id as own_identity_id
        from {{ ref('investigator_merge_proposals') }}
        where decision = 'open'

        union all

        select proposal_id, other_identity_id
        from {{ ref('investigator_merge_proposals') }}
        where decision = 'open'
    ) as proposals
    inner join sites as identities on proposals.own_identity_id = identities.own_identity_id
    group by identities.identity_id
),

people as (
    select
        identity_id,
        count(distinct investigator_id) as investigator_ids,
        count(distinct investigator_name) as spellings,
        count(distinct study_id) as studies,
        count(*) as sites,
        count(case when is_active then 1 end) as active_sites,
        min(activation_date) as first_activation_date,
        max(activation_date) as last_activation_date,
        count(case when identity_basis = 'accepted merge' then 1 end) > 0 as is_merged_by_review
    from sites
    group by identity_id
)

select
    people.identity_id,
    spellings.investigator_name,
    countries.country_code,
    people.investigator_ids,
    people.spellings,
    people.studies,
    people.sites,
    people.active_sites,
    coalesce(proposals.open_proposals, 0) as open_proposals,
    people.is_merged_by_review,
    people.first_activation_date,
    people.last_activation_date
from people
inner join countries
    on people.identity_id = countries.identity_id
    and countries.position = 1
left join spellings
    on people.identity_id = spellings.identity_id
    and spellings.position = 1
left join proposals on people.identity_id = proposals.identity_id
