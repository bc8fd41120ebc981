select * from {{ ref('int_gl_entry_versions') }} where is_current
