select * from {{ ref('int_subject_versions') }} where is_current
