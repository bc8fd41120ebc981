select * from {{ ref('int_exposure_versions') }} where is_current
