select * from {{ ref('int_randomization_versions') }} where is_current
