select * from {{ ref('int_tolerance_evaluation_versions') }} where is_current
