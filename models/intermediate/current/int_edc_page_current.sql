select * from {{ ref('int_edc_page_versions') }} where is_current
