with subjects as (
    select * from {{ ref('int_subject_current') }}
),

dates as (
    select
        study_id,
        subject_id,
        min(country_code) as country_code,
        {% for event in ['consented', 'screened', 'screen_failed', 'enrolled', 'randomized', 'withdrawn', 'completed'] -%}
        max(case when event_type = '{{ event }}' then event_date end) as {{ event }}_date,
        count(case when event_type = '{{ event }}' then 1 end) > 0 as is_{{ event }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('enrollment_events') }}
    group by study_id, subject_id
),

final as (
    select
        subjects.study_id,
        subjects.subject_id,
        subjects.subject_number,
        subjects.site_id,
        coalesce(dates.country_code, sites.country_code, 'ZZ') as country_code,
        coalesce(
            {{ meaning_or_word('subject_status', 'subjects.subject_status') }},
            case
                when dates.is_withdrawn then 'withdrawn'
                when dates.is_completed then 'completed'
                when dates.is_randomized then 'randomized'
                when dates.is_screen_failed then 'screen_failed'
                when dates.is_screened then 'screened'
                when dates.is_consented then 'consented'
            end
        ) as subject_status,
        dates.consented_date as consent_date,
        dates.screened_date as screening_date,
        dates.screen_failed_date as screen_fail_date,
        dates.enrolled_date,
        dates.randomized_date as randomization_date,
        dates.withdrawn_date as withdrawal_date,
        dates.completed_date as completion_date
    from subjects
    left join dates
        on subjects.study_id = dates.study_id
        and subjects.subject_id = dates.subject_id
    left join {{ ref('dim_site') }} as sites
        on subjects.study_id = sites.study_id
        and subjects.site_id = sites.site_id
)

select * from final
