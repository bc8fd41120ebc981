select * from {{ ref('int_payable_item_versions') }} where is_current
