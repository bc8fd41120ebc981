select * from {{ ref('int_subject_visit_versions') }} where is_current
