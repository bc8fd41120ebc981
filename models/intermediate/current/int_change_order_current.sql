select * from {{ ref('int_change_order_versions') }} where is_current
