select * from {{ ref('int_fx_rate_versions') }} where is_current
