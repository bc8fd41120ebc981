select * from {{ ref('int_dispensation_versions') }} where is_current
