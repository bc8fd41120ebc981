select
    subjects.study_id,
    subjects.subject_id,
    subjects.site_id,
    sites.country_code,
    subjects.screening_date,
    subjects.enrolled_date,
    subjects.screen_fail_date
from {{ ref('dim_subject') }} as subjects
inner join {{ ref('contracted_sites') }} as sites
    on subjects.study_id = sites.study_id
    and subjects.site_id = sites.site_id
