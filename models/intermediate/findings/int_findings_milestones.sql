{% set patience = var('stale_forecast_days') %}

with forecasts as (
    select * from {{ ref('int_milestone_forecast_current') }}
),

milestones as (
    select * from {{ ref('milestones') }}
),

standing as (
    select * from {{ ref('milestone_forecasts') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

{# Milestones that were ever delivered, those withdrawn since among them, and the day on which each was first told to be reached. #}
known_milestones as (
    select
        coalesce(studies.study_id, versions.study_id) as study_id,
        versions.milestone_id,
        min(case when versions.actual_date is not null then cast(versions.known_from as date) end) as reached_known_date
    from {{ ref('int_milestone_versions') }} as versions
    left join {{ ref('int_study_aliases') }} as studies on versions.study_id = studies.alias
    group by coalesce(studies.study_id, versions.study_id), versions.milestone_id
),

of_unknown as (
    select {{ finding('unknown_milestone', 'medium', 'milestone_forecast', 'forecasts.milestone_id', counted('count(*)', 'forecasts name a milestone that was never delivered'), study_id='forecasts.study_id', known='min(forecasts.known_from)') }}
    from forecasts
    left join known_milestones
        on forecasts.study_id = known_milestones.study_id
        and forecasts.milestone_id = known_milestones.milestone_id
    where known_milestones.milestone_id is null
    group by forecasts.study_id, forecasts.milestone_id
),

incomplete as (
    select {{ finding('incomplete_forecast', 'low', 'milestone_forecast', 'forecast_id', "'The day on which it was made, its forecaster or the day that is forecast is missing'") }}
    from forecasts
    where made_date is null or forecaster is null or forecast_date is null
),

of_one_day as (
    select {{ finding('conflicting_forecasts', 'medium', 'milestone_forecast', 'max(forecast_id)', "'One forecaster gave '" ~ " || " ~ counted('count(distinct forecast_date)', 'days for one milestone on one day; the last known counts'), known='max(known_from)') }}
    from forecasts
    where forecaster is not null and made_date is not null
    group by study_id, milestone_id, forecaster, made_date
    having count(distinct forecast_date) > 1
),

{# Until it is known to be reached, a milestone may be forecast. #}
after_the_fact as (
    select {{ finding('forecast_after_milestone', 'low', 'milestone', 'standing.milestone_id', counted('count(*)', 'forecasts were made after the day on which it was known to be reached'), study_id='standing.study_id', site_id='min(standing.site_id)', known='min(standing.known_from)') }}
    from standing
    inner join known_milestones
        on standing.study_id = known_milestones.study_id
        and standing.milestone_id = known_milestones.milestone_id
    where standing.made_date > standing.actual_date and standing.made_date > known_milestones.reached_known_date
    group by standing.study_id, standing.milestone_id
),

stale as (
    select {{ finding('stale_forecast', 'medium', 'milestone_forecast', 'standing.forecast_id', "'The day that it tells passed more than " ~ patience ~ " days ago, the milestone is open, and no other forecast was given'", study_id='standing.study_id', site_id='standing.site_id', known='standing.known_from') }}
    from standing
    cross join as_of
    where standing.superseded_date is null
        and standing.forecast_date < {{ add_days('as_of.as_of_date', -patience) }}
        and coalesce(standing.actual_date > as_of.as_of_date, true)
),

unapproved as (
    select {{ finding('plan_without_approval', 'low', 'milestone', 'milestone_id', "'The planned day is not the baseline, and no day of approval is told'", site_id='site_id') }}
    from milestones
    where planned_date <> baseline_date and plan_approved_date is null
)

{% for finding in ['of_unknown', 'incomplete', 'of_one_day', 'after_the_fact', 'stale', 'unapproved'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
