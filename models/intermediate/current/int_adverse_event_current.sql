select * from {{ ref('int_adverse_event_versions') }} where is_current
