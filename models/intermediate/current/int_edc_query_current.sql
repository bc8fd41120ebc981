select * from {{ ref('int_edc_query_versions') }} where is_current
