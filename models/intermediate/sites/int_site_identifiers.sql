with identifiers as (
    select organization_id as own_identity_id, min(ror_id) as ror_id
    from {{ ref('int_site_organizations') }}
    where ror_id is not null
    group by organization_id
    having count(distinct ror_id) = 1
),

decided as (
    {{ merge_decisions(ref('site_merges')) }}
),

refused as (
    select distinct identifiers.ror_id
    from decided
    inner join identifiers on decided.identity_id = identifiers.own_identity_id
    inner join identifiers as other
        on decided.other_identity_id = other.own_identity_id
        and identifiers.ror_id = other.ror_id
    where decided.decision = 'rejected'
),

shared as (
    select identifiers.ror_id, min(identifiers.own_identity_id) as linked_identity_id
    from identifiers
    left join refused on identifiers.ror_id = refused.ror_id
    where refused.ror_id is null
    group by identifiers.ror_id
    having count(*) > 1
)

select identifiers.own_identity_id, shared.linked_identity_id
from shared
inner join identifiers on shared.ror_id = identifiers.ror_id
