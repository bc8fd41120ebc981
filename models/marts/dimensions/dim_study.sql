with studies as (
    select * from {{ ref('int_study_current') }}
)

select
    study_id,
    study_name,
    protocol_title,
    phase,
    therapeutic_area,
    indication,
    product,
    programme,
    status as study_status,
    coalesce(enrolled_definition, 'randomisation') as enrolled_definition,
    planned_sites,
    planned_subjects,
    planned_fpfv_date,
    actual_fpfv_date,
    planned_lpfv_date,
    actual_lpfv_date,
    planned_lplv_date,
    actual_lplv_date,
    contract_currency
from studies
