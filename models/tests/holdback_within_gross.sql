select study_id, subject_id, visit_id
from {{ ref('earned_cost') }}
where holdback_amount > gross_amount
    or (pricing_status = 'priced' and gross_amount is null)
    or (pricing_status in ('unpriced', 'out_of_contract') and gross_amount is not null)
