with events as (
    select events.*
    from {{ ref('int_subject_events') }} as events
    cross join {{ ref('int_as_of') }} as as_of
    where events.event_date_lower is null or events.event_date_lower <= as_of.as_of_date
),

subjects as (
    select
        subjects.study_id,
        subjects.subject_id,
        subjects.site_id,
        coalesce(sites.country_code, aliases.country_code, 'ZZ') as country_code,
        coalesce(studies.enrolled_definition, 'randomisation') as enrolled_definition
    from {{ ref('int_subject_current') }} as subjects
    left join {{ ref('dim_site') }} as sites
        on subjects.study_id = sites.study_id
        and subjects.site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(subjects.country)) = aliases.country_alias
    left join {{ ref('dim_study') }} as studies on subjects.study_id = studies.study_id
),

enrolled as (
    select events.*, 'enrolled' as reported_type
    from events
    inner join subjects
        on events.study_id = subjects.study_id
        and events.subject_id = subjects.subject_id
    where events.event_type = case subjects.enrolled_definition
        when 'consent' then 'consented'
        when 'eligibility' then 'eligible'
        else 'randomized'
    end
),

reported as (
    select events.*, events.event_type as reported_type
    from events
    where events.event_type not in ('eligible', 'withdrawn')

    union all

    select * from enrolled

    union all

    -- Leaving before enrolment is a screening outcome, not a withdrawal (EN02).
    select events.*, events.event_type as reported_type
    from events
    inner join enrolled
        on events.study_id = enrolled.study_id
        and events.subject_id = enrolled.subject_id
    where events.event_type = 'withdrawn'
),

final as (
    select
        reported.study_id,
        reported.subject_id,
        subjects.site_id,
        subjects.country_code,
        reported.reported_type as event_type,
        reported.event_date,
        reported.event_date_lower,
        reported.event_date_upper,
        reported.event_date_precision,
        reported.reason,
        {{ meaning('withdrawal_reason', 'reported.reason') }} as reason_meaning,
        reported.known_from,
        cast(null as timestamp) as known_to
    from reported
    inner join subjects
        on reported.study_id = subjects.study_id
        and reported.subject_id = subjects.subject_id
)

select * from final
