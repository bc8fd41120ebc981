select * from {{ ref('int_protocol_deviation_versions') }} where is_current
