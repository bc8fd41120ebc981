with visits as (
    select
        study_id,
        monitoring_visit_id as activity_id,
        'visit' as activity_type,
        site_id,
        country_code,
        {{ meaning_or_word('monitoring_mode', 'visit_method') }} as activity_mode,
        actual_start_date as started_date,
        actual_end_date as ended_date,
        known_from,
        known_to
    from {{ ref('monitoring_visits') }}
    where is_done
),

reviews as (
    select
        reviews.study_id,
        reviews.review_id as activity_id,
        'central_review' as activity_type,
        reviews.site_id,
        coalesce(sites.country_code, 'ZZ') as country_code,
        'central' as activity_mode,
        reviews.started_date,
        reviews.ended_date,
        reviews.known_from,
        reviews.known_to
    from {{ ref('int_central_review_current') }} as reviews
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on reviews.study_id = sites.study_id
        and reviews.site_id = sites.site_id
    where reviews.ended_date <= as_of.as_of_date
)

select * from visits
union all
select * from reviews
