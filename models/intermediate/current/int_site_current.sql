select * from {{ ref('int_site_versions') }} where is_current
