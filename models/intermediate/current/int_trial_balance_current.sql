select * from {{ ref('int_trial_balance_versions') }} where is_current
