with subjects as (
    select
        study_id,
        subject_id,
        randomization_date,
        coalesce(withdrawal_date, completion_date) as left_study_date
    from {{ ref('dim_subject') }}
    where randomization_date is not null
),

stays as (
    select
        subjects.study_id,
        subjects.subject_id,
        subject_sites.site_id,
        coalesce(sites.country_code, 'ZZ') as country_code,
        case
            when subject_sites.from_date > subjects.randomization_date then subject_sites.from_date
            else subjects.randomization_date
        end as from_date,
        subjects.left_study_date,
        subject_sites.until_date
    from subjects
    inner join {{ ref('int_subject_sites') }} as subject_sites
        on subjects.study_id = subject_sites.study_id
        and subjects.subject_id = subject_sites.subject_id
    left join {{ ref('dim_site') }} as sites
        on subject_sites.study_id = sites.study_id
        and subject_sites.site_id = sites.site_id
),

ended as (
    select
        stays.*,
        case
            when until_date <= coalesce(left_study_date, until_date) then {{ add_days('until_date', -1) }}
            else left_study_date
        end as last_date,
        case
            when until_date <= coalesce(left_study_date, until_date) then until_date
            else left_study_date
        end as left_date
    from stays
)

select
    study_id,
    subject_id,
    site_id,
    country_code,
    from_date,
    last_date,
    left_date
from ended
where last_date is null or last_date >= from_date
