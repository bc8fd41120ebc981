select * from {{ ref('int_vendor_contract_versions') }} where is_current
