with states as (
    select
        states.*,
        studies.study_id is not null as is_study_known,
        lower(trim(states.event_term)) as term_key,
        {{ partial_date_day('states.onset_date_raw') }} as onset_date,
        {{ partial_date_lower('states.onset_date_raw') }} as onset_date_lower,
        {{ partial_date_upper('states.onset_date_raw') }} as onset_date_upper
    from {{ ref('int_safety_case_states') }} as states
    left join {{ ref('dim_study') }} as studies on states.reported_study_id = studies.study_id
),

{# Subjects that one study alone knows, for cases under a number that no study has. #}
elsewhere as (
    select alias, min(study_id) as study_id
    from {{ ref('int_subject_aliases') }}
    group by alias
    having count(distinct study_id) = 1
),

{# A case under the number of another known study moves only to where data capture holds its very event. #}
witnessed as (
    select states.safety_case_id, min(aliases.study_id) as study_id
    from states
    inner join {{ ref('int_subject_aliases') }} as aliases on states.reported_subject_id = aliases.alias
    inner join {{ ref('int_adverse_event_current') }} as events
        on aliases.study_id = events.study_id
        and aliases.subject_id = events.subject_id
        and states.term_key = lower(trim(events.term))
        and states.onset_date_lower <= events.onset_date_upper
        and states.onset_date_upper >= events.onset_date_lower
    group by states.safety_case_id
    having count(distinct aliases.study_id) = 1
),

with_study as (
    select
        states.*,
        case
            when own.alias is not null then states.reported_study_id
            when states.is_study_known then coalesce(witnessed.study_id, states.reported_study_id)
            else coalesce(elsewhere.study_id, states.reported_study_id)
        end as study_id
    from states
    left join {{ ref('int_subject_aliases') }} as own
        on states.reported_study_id = own.study_id
        and states.reported_subject_id = own.alias
    left join elsewhere on states.reported_subject_id = elsewhere.alias
    left join witnessed on states.safety_case_id = witnessed.safety_case_id
),

located as (
    select
        with_study.*,
        coalesce(aliases.subject_id, with_study.reported_subject_id) as subject_id,
        aliases.subject_id is not null as is_subject_known,
        coalesce(own_sites.site_id, subject_sites.site_id, with_study.reported_site_id) as site_id,
        coalesce(own_sites.country_code, subject_sites.country_code, 'ZZ') as country_code,
        coalesce(cast(with_study.received_at as date), with_study.received_date_as_reported) as received_date,
        {{ is_fatal_or_life_threatening('with_study.first_seriousness_criteria') }} as is_fatal_at_first,
        case
            when with_study.is_expected is null then with_study.is_susar_as_reported
            else not with_study.is_expected
                and (
                    coalesce(with_study.is_related_investigator, false)
                    or coalesce(with_study.is_related_sponsor, false)
                )
        end as is_susar
    from with_study
    left join {{ ref('int_subject_aliases') }} as aliases
        on with_study.study_id = aliases.study_id
        and with_study.reported_subject_id = aliases.alias
    left join {{ ref('int_subject_current') }} as subjects
        on aliases.study_id = subjects.study_id
        and aliases.subject_id = subjects.subject_id
    left join {{ ref('dim_site') }} as subject_sites
        on subjects.study_id = subject_sites.study_id
        and subjects.site_id = subject_sites.site_id
    left join {{ ref('dim_site') }} as own_sites
        on with_study.study_id = own_sites.study_id
        and with_study.reported_site_id = own_sites.site_id
),

{# Cases that stand for one event: one subject, term and day of onset. #}
standing as (
    select
        safety_case_id,
        first_value(safety_case_id) over (
            partition by study_id, subject_id, term_key, onset_date
            order by
                case when received_date is null then 1 else 0 end,
                received_date,
                coalesce(received_at, cast(received_date as timestamp)),
                safety_case_id
        ) as first_case_id
    from located
    where not is_nullified
        and subject_id is not null
        and term_key is not null
        and onset_date is not null
),

final as (
    select
        located.*,
        case when standing.first_case_id <> located.safety_case_id then standing.first_case_id end as duplicate_of,
        not located.is_nullified
        and (standing.first_case_id is null or standing.first_case_id = located.safety_case_id) as is_valid
    from located
    left join standing on located.safety_case_id = standing.safety_case_id
)

select * from final
