select * from {{ ref('middle') }} where next <> n + 1
