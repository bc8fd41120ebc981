select * from {{ ref('int_consent_versions') }} where is_current
