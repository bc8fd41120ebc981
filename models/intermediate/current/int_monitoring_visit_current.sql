select * from {{ ref('int_monitoring_visit_versions') }} where is_current
