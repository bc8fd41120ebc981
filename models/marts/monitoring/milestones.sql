with milestones as (
    select
        milestones.*,
        coalesce(sites.country_code, aliases.country_code) as country_code,
        as_of.as_of_date
    from {{ ref('int_milestone_current') }} as milestones
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on milestones.study_id = sites.study_id
        and milestones.site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(milestones.country)) = aliases.country_alias
),

dated as (
    select
        milestones.*,
        coalesce(actual_date <= as_of_date, false) as is_done,
        case
            when plan_approved_date > as_of_date then baseline_date
            else coalesce(planned_date, baseline_date)
        end as due_date,
        coalesce(forecast_date, planned_date, baseline_date) as expected_date
    from milestones
),

final as (
    select
        study_id,
        milestone_id,
        milestone_type,
        level as milestone_level,
        country_code,
        site_id,
        baseline_date,
        planned_date,
        plan_approved_date,
        forecast_date,
        actual_date,
        {{ add_days('baseline_date', var('milestone_tolerance_days')) }} as on_time_until_date,
        case
            when is_done then {{ days_between('baseline_date', 'actual_date') }}
            when expected_date < as_of_date then {{ days_between('baseline_date', 'as_of_date') }}
            else {{ days_between('baseline_date', 'expected_date') }}
        end as slip_days,
        is_done,
        coalesce(not is_done and due_date < as_of_date, false) as is_past_due,
        known_from,
        known_to
    from dated
)

select * from final
