select * from {{ ref('int_milestone_versions') }} where is_current
