select * from {{ ref('int_kit_versions') }} where is_current
