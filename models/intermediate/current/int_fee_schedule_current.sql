select * from {{ ref('int_fee_schedule_versions') }} where is_current
