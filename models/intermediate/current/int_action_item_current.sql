select * from {{ ref('int_action_item_versions') }} where is_current
