select * from {{ ref('int_demographics_versions') }} where is_current
