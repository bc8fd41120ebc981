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

{# From the first day at which a site saw the person to the last. #}
people as (
    select
        told.study_id,
        told.subject_id,
        told.site_id,
        sites.country_code,
        told.birth_date_raw as born,
        told.birth_date_precision = 'day' as is_born_exactly,
        upper(told.sex) as sex,
        upper(told.race) as race,
        upper(told.ethnicity) as ethnicity,
        told.known_from,
        weighings.weight,
        weighings.unit,
        coalesce(subjects.screening_date, subjects.consent_date, subjects.randomization_date) as from_date,
        coalesce(
            subjects.screen_fail_date, subjects.withdrawal_date, subjects.completion_date, date '9999-12-31'
        ) as last_date,
        coalesce(screenings.first_subject_id, told.subject_id) as first_subject_id
    from {{ ref('int_demographics_current') }} as told
    inner join {{ ref('dim_subject') }} as subjects
        on told.study_id = subjects.study_id
        and told.subject_id = subjects.subject_id
    inner join {{ ref('dim_site') }} as sites
        on told.study_id = sites.study_id
        and told.site_id = sites.site_id
        and sites.country_code <> 'ZZ'
    left join weighings
        on told.study_id = weighings.study_id
        and told.subject_id = weighings.subject_id
        and weighings.place = 1
    left join {{ ref('subject_screenings') }} as screenings
        on told.study_id = screenings.study_id
        and told.subject_id = screenings.subject_id
    where told.birth_date_precision in ('month', 'day')
),

{#
What is told of two people agrees, and they were seen at the same time at two sites of a country. A month of birth is shared by
many: there the weight must agree too.
#}
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
    where later.site_id <> earlier.site_id
        and later.first_subject_id <> earlier.first_subject_id
        and (earlier.from_date < later.from_date or (earlier.from_date = later.from_date and earlier.subject_id < later.subject_id))
        and later.from_date <= earlier.last_date
        and (
            later.is_born_exactly
            or (later.unit = earlier.unit and abs(later.weight - earlier.weight) <= {{ var('same_weight') }})
        )
),

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

select {{ finding('subject_registered_twice', 'medium', 'subject', 'subject_id', "'What is told of the person is told of ' || cast(others as varchar) || ' of another site too, seen at the same time: they may be one'", site_id='site_id') }}
from alike
