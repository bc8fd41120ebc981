select * from {{ ref('int_gl_account_versions') }} where is_current
