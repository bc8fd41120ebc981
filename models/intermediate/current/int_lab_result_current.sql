select * from {{ ref('int_lab_result_versions') }} where is_current
