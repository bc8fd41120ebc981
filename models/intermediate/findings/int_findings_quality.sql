with limits as (
    select
        limits.*,
        row_number() over (
            partition by limits.study_id, {{ meaning_or_word('tolerance_parameter', 'limits.parameter') }}
            order by limits.set_date, limits.limit_version
        ) as position
    from {{ ref('int_quality_tolerance_limit_current') }} as limits
),

first_enrolled as (
    select study_id, min(enrolled_date) as first_enrolled_date
    from {{ ref('dim_subject') }}
    group by study_id
),

undated as (
    select {{ finding('tolerance_limit_without_day', 'medium', 'quality_tolerance_limit', "limit_id || '|' || limit_version", "'The limit has no day on which it was set and is never in force'") }}
    from limits
    where set_date is null
),

set_late as (
    select {{ finding('tolerance_limit_set_late', 'medium', 'quality_tolerance_limit', "limits.limit_id || '|' || limits.limit_version", "'The limit was set after the first subject was enrolled'", study_id='limits.study_id', known='limits.known_from') }}
    from limits
    inner join first_enrolled on limits.study_id = first_enrolled.study_id
    where limits.position = 1 and limits.set_date > first_enrolled.first_enrolled_date
),

unknown_limits as (
    select {{ finding('unknown_tolerance_limit', 'medium', 'tolerance_evaluation', 'evaluation_id', "'The evaluation names a limit that is not known'", study_id='cast(null as varchar)') }}
    from {{ ref('tolerance_evaluations') }}
    where study_id is null
),

plan_versions as (
    select study_id, plan_version, min(known_from) as known_from, min(country) = '*' and max(country) = '*' as is_of_study
    from {{ ref('int_enrollment_plan_current') }}
    group by study_id, plan_version
),

{# The need for monitors of a country cannot be told from it (RP04). #}
without_countries as (
    select {{ finding('enrollment_plan_without_countries', 'medium', 'enrollment_plan', 'plan_version', "'The plan names no country, so that the need for monitors cannot be told'") }}
    from plan_versions
    where is_of_study
),

{# A share of none or of all leaves nothing to measure a distance in (QT03). #}
not_a_share as (
    select {{ finding('tolerance_limit_not_a_share', 'medium', 'quality_tolerance_limit', "limit_id || '|' || limit_version", "'The expected share or the limit does not lie between 0 and 1'") }}
    from limits
    where expected_share <= 0 or expected_share >= 1 or limit_share <= 0 or limit_share > 1
),

without_hours as (
    select {{ finding('monitors_without_contracted_hours', 'medium', 'person', 'cast(null as varchar)', counted('count(*)', 'monitors have no share of full time or no hours of it, so that their hours count nowhere'), study_id='cast(null as varchar)', known='min(known_from)') }}
    from {{ ref('int_person_current') }}
    where lower(role) in ('{{ var('monitor_roles') | join("', '") }}')
        and employed_from is not null
        and (fte is null or full_time_hours_per_month is null)
    having count(*) > 0
),

monitored as (
    select distinct monitors.study_id, monitors.site_id
    from {{ ref('int_site_monitors') }} as monitors
    cross join {{ ref('int_as_of') }} as as_of
    where monitors.valid_from <= as_of.as_of_date
        and (monitors.valid_to is null or monitors.valid_to > as_of.as_of_date)
),

without_monitor as (
    select {{ finding('site_without_monitor', 'high', 'site', 'sites.site_id', "'Nobody is assigned to monitor the active site'", study_id='sites.study_id', site_id='sites.site_id', known='current_sites.known_from') }}
    from {{ ref('dim_site') }} as sites
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('int_site_current') }} as current_sites
        on sites.study_id = current_sites.study_id
        and sites.site_id = current_sites.site_id
    inner join (select distinct study_id from {{ ref('int_site_monitors') }}) as staffed
        on sites.study_id = staffed.study_id
    left join monitored
        on sites.study_id = monitored.study_id
        and sites.site_id = monitored.site_id
    where sites.activation_date <= as_of.as_of_date
        and (sites.closed_date is null or sites.closed_date > as_of.as_of_date)
        and monitored.site_id is null
)

{% for finding in ['undated', 'set_late', 'unknown_limits', 'not_a_share', 'without_countries', 'without_hours', 'without_monitor'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
