select * from {{ ref('int_site_contract_versions') }} where is_current
