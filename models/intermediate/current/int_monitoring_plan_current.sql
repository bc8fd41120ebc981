select * from {{ ref('int_monitoring_plan_versions') }} where is_current
