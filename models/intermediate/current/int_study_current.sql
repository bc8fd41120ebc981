select * from {{ ref('int_study_versions') }} where is_current
