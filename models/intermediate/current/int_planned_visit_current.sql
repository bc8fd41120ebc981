select * from {{ ref('int_planned_visit_versions') }} where is_current
