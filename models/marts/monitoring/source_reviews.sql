select
    reviews.study_id,
    reviews.subject_visit_id,
    reviews.site_id,
    coalesce(sites.country_code, 'ZZ') as country_code,
    reviews.monitoring_visit_id,
    reviews.required_from as required_from_date,
    reviews.reviewed_date,
    reviews.known_from,
    reviews.known_to
from {{ ref('int_source_review_current') }} as reviews
left join {{ ref('dim_site') }} as sites
    on reviews.study_id = sites.study_id
    and reviews.site_id = sites.site_id
