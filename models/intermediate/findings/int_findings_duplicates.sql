{# Body weight when first measured. #}
with weighings as (
    select
        study_id,
        subject_id,
        {{ number_of('result') }} as weight,
        lower(result_unit) as unit,
        row_number() over (partition by study_id, subject_id order by measured_date_lower, vital_sign_id) as place
    from {{ ref('int_vital_sign_current') }}
    where upper(test_code) = 'WEIGHT' and {{ number_of('result') }} is not null and result_unit is not null
),

stays as (
    select study_id, subject_id, min(from_date) as from_date, max(coalesce(last_date, date '9999-12-31')) as last_date
    from {{ ref('subject_stays') }}
    group by study_id, subject_id
),

people as (
    select
        subjects.study_id,
        subjects.subject_id,
        subjects.site_id,
        sites.country_code,
        subjects.birth_date_raw as born,
        upper(subjects.sex) as sex,
        upper(subjects.race) as race,
        upper(subjects.ethnicity) as ethnicity,
        subjects.known_from,
        weighings.weight,
        weighings.unit,
        stays.from_date,
        stays.last_date,
        coalesce(screenings.first_subject_id, subjects.subject_id) as first_subject_id
    from {{ ref('int_demographics_current') }} as subjects
    inner join {{ ref('dim_site') }} as sites
        on subjects.study_id = sites.study_id
        and subjects.site_id = sites.site_id
        and sites.country_code <> 'ZZ'
    inner join weighings
        on subjects.study_id = weighings.study_id
        and subjects.subject_id = weighings.subject_id
        and weighings.place = 1
    inner join stays
        on subjects.study_id = stays.study_id
        and subjects.subject_id = stays.subject_id
    left join {{ ref('subject_screenings') }} as screenings
        on subjects.study_id = screenings.study_id
        and subjects.subject_id = screenings.subject_id
    where subjects.birth_date_precision in ('month', 'day')
),

{# What is told of two people agrees, and they were on study at the same time at two sites of a country. #}
pairs as (
    select
        later.study_id,
        later.subject_id,
        later.site_id,
        later.country_code,
        later.known_from,
        later.born || '|' || later.sex || '|' || later.race || '|' || later.ethnicity as told
    from people as later
    inner join people as earlier
        on later.study_id = earlier.study_id
        and later.country_code = earlier.country_code
        and later.born = earlier.born
        and later.sex = earlier.sex
        and later.race = earlier.race
        and later.ethnicity = earlier.ethnicity
        and later.unit = earlier.unit
    where later.site_id <> earlier.site_id
        and later.first_subject_id <> earlier.first_subject_id
        and (earlier.from_date < later.from_date or (earlier.from_date = later.from_date and earlier.subject_id < later.subject_id))
        and later.from_date <= earlier.last_date
        and abs(later.weight - earlier.weight) <= {{ var('same_weight') }}
),

{# Where many people are told alike they are so by chance. #}
telling as (
    select study_id, country_code
    from pairs
    group by study_id, country_code
    having count(distinct told) <= {{ var('most_people_alike') }}
),

alike as (
    select pairs.study_id, pairs.subject_id, pairs.site_id, min(pairs.known_from) as known_from, count(*) as others
    from pairs
    inner join telling
        on pairs.study_id = telling.study_id
        and pairs.country_code = telling.country_code
    group by pairs.study_id, pairs.subject_id, pairs.site_id
)

select {{ finding('subject_registered_twice', 'medium', 'subject', 'subject_id', "'What is told of the person is told of ' || cast(others as varchar) || ' of another site too, randomised at the same time: they may be one'", site_id='site_id') }}
from alike
