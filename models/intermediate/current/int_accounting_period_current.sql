select * from {{ ref('int_accounting_period_versions') }} where is_current
