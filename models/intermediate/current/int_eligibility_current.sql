select * from {{ ref('int_eligibility_versions') }} where is_current
