select * from {{ ref('int_safety_submission_versions') }} where is_current
