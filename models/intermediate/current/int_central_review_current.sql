select * from {{ ref('int_central_review_versions') }} where is_current
