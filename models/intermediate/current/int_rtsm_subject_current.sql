select * from {{ ref('int_rtsm_subject_versions') }} where is_current
