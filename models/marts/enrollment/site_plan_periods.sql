select
    sites.study_id,
    sites.site_id,
    sites.country_code,
    versions.plan_version,
    sites.selected_date,
    sites.planned_activation_date,
    sites.activation_date,
    sites.closed_date,
    versions.enrollment_end_date,
    versions.valid_from,
    versions.valid_to
from {{ ref('dim_site') }} as sites
inner join {{ ref('enrollment_plan_versions') }} as versions on sites.study_id = versions.study_id
where sites.is_in_ctms
