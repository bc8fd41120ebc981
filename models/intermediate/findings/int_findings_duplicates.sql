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
        told.birth_date_precision,
        told.birth_date_raw || '|' || coalesce(upper(told.sex), '') || '|' || coalesce(upper(told.race), '') || '|'
        || coalesce(upper(told.ethnicity), '') as said,
        told.sex is not null and told.race is not null and told.ethnicity is not null as is_all_said,
        told.known_from,
        weighings.weight,
        weighings.unit,
        coalesce(
            subjects.consent_date, subjects.screening_date, subjects.enrolled_date, subjects.randomization_date
        ) as from_date,
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
What is said of two people agrees, and they were seen at the same time at two sites of a country. Weights must not differ; a
month of birth is shared by many, so that with it all must be said and the weights be known.
#}
pairs as (
    select
        later.study_id,
        later.subject_id,
        later.site_id,
        later.country_code,
        later.birth_date_precision,
        later.known_from,
        later.said
    from people as later
    inner join people as earlier
        on later.study_id = earlier.study_id
        and later.country_code = earlier.country_code
        and later.birth_date_precision = earlier.birth_date_precision
        and later.said = earlier.said
    where later.site_id <> earlier.site_id
        and later.first_subject_id <> earlier.first_subject_id
        and (earlier.from_date < later.from_date or (earlier.from_date = later.from_date and earlier.subject_id < later.subject_id))
        and later.from_date <= earlier.last_date
        and case
            when later.unit = earlier.unit then abs(later.weight - earlier.weight) <= {{ var('same_weight') }}
            else later.birth_date_precision = 'day' and (later.unit is null or earlier.unit is null)
        end
        and (later.birth_date_precision = 'day' or later.is_all_said)
),

{# Where much is said of several people they are alike by chance. #}
telling as (
    select study_id, country_code, birth_date_precision
    from pairs
    group by study_id, country_code, birth_date_precision
    having count(distinct said) <= {{ var('most_people_alike') }}
),

alike as (
    select pairs.study_id, pairs.subject_id, pairs.site_id, min(pairs.known_from) as known_from, count(*) as others
    from pairs
    inner join telling
        on pairs.study_id = telling.study_id
        and pairs.country_code = telling.country_code
        and pairs.birth_date_precision = telling.birth_date_precision
    group by pairs.study_id, pairs.subject_id, pairs.site_id
)

select {{ finding('subject_registered_twice', 'medium', 'subject', 'subject_id', "'What is told of the person is told of ' || cast(others as varchar) || ' of another site too, seen at the same time: they may be one'", site_id='site_id') }}
from alike
