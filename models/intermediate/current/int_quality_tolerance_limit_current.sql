select * from {{ ref('int_quality_tolerance_limit_versions') }} where is_current
