with states as (
    select study_id, country_code
    from {{ ref('dim_site') }}
    where is_in_ctms
        and coalesce({{ event_key('site_status') }}, '') <> 'not_selected'
        and country_code in ('{{ var('notified_countries') | join("', '") }}')

    union

    select countries.study_id, aliases.country_code
    from {{ ref('int_study_country_current') }} as countries
    inner join {{ ref('country_aliases') }} as aliases on lower(trim(countries.country)) = aliases.country_alias
    where aliases.country_code in ('{{ var('notified_countries') | join("', '") }}')
),

{# The study as a whole stands beside its member states, without a country. #}
places as (
    select study_id, country_code, country_code as place, 'country' as place_level from states
    union all
    select distinct study_id, cast(null as varchar), '*', 'study' from states
),

milestones as (
    select
        study_id,
        milestone_id,
        milestone_level,
        {{ meaning('milestone_type', 'milestone_type') }} as milestone,
        case when milestone_level = 'study' then '*' else country_code end as place,
        actual_date
    from {{ ref('milestones') }}
    where is_done
),

reached as (
    select study_id, place, milestone_level, milestone, min(actual_date) as reached_date
    from milestones
    where milestone is not null
    group by study_id, place, milestone_level, milestone
),

observed as (
    select study_id, country_code as place, event_type, min(event_date) as observed_date
    from {{ ref('enrollment_events') }}
    where event_date is not null
    group by study_id, country_code, event_type
),

{# What every trial is to notify, whether or not its event was told. #}
expected as (
    select
        places.study_id, places.country_code, places.place, rules.notification,
        cast(null as varchar) as event_id,
        reached.reached_date as milestone_date,
        observed.observed_date,
        coalesce(implied.observed_date, implied_of_study.reached_date) as happened_by_date
    from places
    inner join {{ ref('notification_rules') }} as rules
        on places.place_level = rules.notification_level
        and rules.is_expected
    left join reached
        on places.study_id = reached.study_id
        and places.place = reached.place
        and rules.trigger_milestone = reached.milestone
        and rules.trigger_level = reached.milestone_level
    left join observed
        on places.study_id = observed.study_id
        and places.place = observed.place
        and rules.observed_event = observed.event_type
    left join observed as implied
        on places.study_id = implied.study_id
        and places.place = implied.place
        and rules.implied_by = implied.event_type
    left join reached as implied_of_study
        on places.study_id = implied_of_study.study_id
        and implied_of_study.place = '*'
        and rules.implied_by = implied_of_study.milestone
),

begun as (
    select study_id, place from observed where event_type = 'screened'
    union
    select study_id, place from reached
    where milestone in ('start_of_trial', 'first_subject_screened', 'end_of_trial', 'early_termination')
),

{# Where every member state in which the trial began has ended, early or not, the last end is that of all. #}
ended as (
    select
        expected.study_id,
        case when count(*) = count(coalesce(expected.milestone_date, terminated.reached_date))
            then max(coalesce(expected.milestone_date, terminated.reached_date)) end as ended_date
    from expected
    inner join begun on expected.study_id = begun.study_id and expected.place = begun.place
    left join reached as terminated
        on expected.study_id = terminated.study_id
        and expected.place = terminated.place
        and terminated.milestone_level = 'country'
        and terminated.milestone = 'early_termination'
    where expected.notification = 'end_of_trial'
    group by expected.study_id
),

told as (
    select
        places.study_id, places.country_code, places.place, rules.notification,
        milestones.milestone_id as event_id,
        milestones.actual_date as milestone_date,
        lead(milestones.actual_date) over (
            partition by places.study_id, places.place, rules.notification
            order by milestones.actual_date, milestones.milestone_id
        ) as next_date
    from places
    inner join {{ ref('notification_rules') }} as rules
        on places.place_level = rules.notification_level
        and not rules.is_expected
    inner join milestones
        on places.study_id = milestones.study_id
        and places.place = milestones.place
        and rules.trigger_milestone = milestones.milestone
        and rules.trigger_level = milestones.milestone_level
),

events as (
    select
        expected.study_id, expected.country_code, expected.place, expected.notification, expected.event_id,
        expected.milestone_date,
        case
            when expected.notification in ('end_of_trial_all_states', 'results_summary') then ended.ended_date
            else expected.observed_date
        end as observed_date,
        expected.happened_by_date,
        cast(null as date) as next_date
    from expected
    left join ended on expected.study_id = ended.study_id

    union all

    select study_id, country_code, place, notification, event_id, milestone_date, null as observed_date, null as happened_by_date,
        next_date
    from told
),

{# What is notified after the next event of a kind is notified of that one. #}
done as (
    select
        events.study_id, events.place, events.notification, events.event_id,
        min(milestones.actual_date) as done_date
    from events
    inner join {{ ref('notification_rules') }} as rules on events.notification = rules.notification
    inner join milestones
        on events.study_id = milestones.study_id
        and events.place = milestones.place
        and rules.done_milestone = milestones.milestone
        and rules.notification_level = milestones.milestone_level
    where rules.is_expected
        or (milestones.actual_date >= events.milestone_date and coalesce(milestones.actual_date < events.next_date, true))
    group by events.study_id, events.place, events.notification, events.event_id
)

select
    events.study_id,
    events.country_code,
    events.notification,
    events.event_id,
    events.milestone_date,
    events.observed_date,
    events.happened_by_date,
    cast(null as date) as given_due_date,
    done.done_date
from events
left join done
    on events.study_id = done.study_id
    and events.place = done.place
    and events.notification = done.notification
    and coalesce(events.event_id, '') = coalesce(done.event_id, '')

union all

select
    issues.study_id,
    issues.country_code,
    'serious_breach' as notification,
    issues.issue_id as event_id,
    null as milestone_date,
    issues.aware_date as observed_date,
    null as happened_by_date,
    issues.notification_due_date as given_due_date,
    issues.notified_date as done_date
from {{ ref('issues') }} as issues
left join states
    on issues.study_id = states.study_id
    and issues.country_code = states.country_code
where issues.is_serious_breach
    and (
        states.study_id is not null
        or (issues.country_code = 'ZZ' and issues.study_id in (select study_id from states))
    )
