select
    assigned.study_id,
    coalesce(aliases.subject_id, assigned.subject_id) as subject_id,
    coalesce(sites.site_id, assigned.site_id) as site_id,
    coalesce(sites.country_code, 'ZZ') as country_code,
    assigned.randomization_number,
    assigned.block,
    assigned.stratum,
    assigned.arm_code,
    assigned.arm_name as treatment_name,
    assigned.randomization_date,
    assigned.known_from
from {{ ref('int_treatment_assignment_current') }} as assigned
left join {{ ref('int_subject_aliases') }} as aliases
    on assigned.study_id = aliases.study_id
    and assigned.subject_id = aliases.alias
left join {{ ref('dim_site') }} as sites
    on assigned.study_id = sites.study_id
    and assigned.site_id = sites.site_id
