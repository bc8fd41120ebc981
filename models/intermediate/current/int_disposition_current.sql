select * from {{ ref('int_disposition_versions') }} where is_current
