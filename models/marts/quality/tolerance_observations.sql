with randomized as (
    select study_id, subject_id, country_code, site_id, randomization_date, withdrawal_date
    from {{ ref('dim_subject') }}
    where randomization_date is not null
),

important as (
    select study_id, subject_id, min(deviation_date) as deviation_date
    from {{ ref('protocol_deviations') }}
    where is_important
    group by study_id, subject_id
),

final as (
    select
        study_id,
        'early_discontinuation' as parameter,
        subject_id as observation_id,
        subject_id,
        country_code,
        site_id,
        randomization_date as observed_date,
        withdrawal_date as event_date
    from randomized

    union all

    select
        randomized.study_id,
        'important_deviation' as parameter,
        randomized.subject_id as observation_id,
        randomized.subject_id,
        randomized.country_code,
        randomized.site_id,
        randomized.randomization_date as observed_date,
        important.deviation_date as event_date
    from randomized
    left join important
        on randomized.study_id = important.study_id
        and randomized.subject_id = important.subject_id

    union all

    select
        study_id,
        'missed_visit' as parameter,
        subject_id || '|' || visit_id as observation_id,
        subject_id,
        country_code,
        site_id,
        planned_date as observed_date,
        case when is_missed then planned_date end as event_date
    from {{ ref('subject_visits') }}
    where visit_type = 'treatment'
        and planned_date is not null
        and (is_missed or visit_date is not null)
)

select * from final
