select * from {{ ref('int_safety_case_versions') }} where is_current
