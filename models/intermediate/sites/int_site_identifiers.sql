with identifiers as (
    select organization_id as own_identity_id, min(ror_id) as ror_id
    from {{ ref('int_site_organizations') }}
    where ror_id is not null
    group by organization_id
    having count(distinct ror_id) = 1
),

{{ linked_by_key('identifiers', 'ror_id', ref('site_merges')) }}

select own_identity_id, linked_identity_id
from linked
