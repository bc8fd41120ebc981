select * from {{ ref('int_enrollment_plan_versions') }} where is_current
