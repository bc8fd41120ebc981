{# The one currency agreed for a purchase order, a site or a vendor of a study; none where they differ. #}
with contracts as (
    select * from {{ ref('int_contracts') }}
),

parties as (
    select study_id, 'purchase_order' as party_type, po_number as party_id, currency from contracts

    union all

    select study_id, 'site', site_id, currency from contracts

    union all

    select study_id, 'vendor', vendor_id, currency from contracts where site_id is null
)

select
    study_id,
    party_type,
    party_id,
    min(currency) as currency
from parties
where party_id is not null
group by study_id, party_type, party_id
having count(distinct currency) = 1
