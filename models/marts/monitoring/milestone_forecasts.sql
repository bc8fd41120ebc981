{% set drift = var('milestone_drift_days') %}

with dated as (
    select
        forecasts.*,
        row_number() over (
            partition by study_id, milestone_id, forecaster, made_date order by known_from desc, forecast_id desc
        ) as place_of_day
    from {{ ref('int_milestone_forecast_current') }} as forecasts
    where forecaster is not null and made_date is not null and forecast_date is not null
),

given as (
    select
        dated.*,
        min(made_date) over (partition by study_id, milestone_id, forecaster) as first_made_date,
        first_value(forecast_date) over (partition by study_id, milestone_id, forecaster order by made_date)
            as first_forecast_date,
        lead(made_date) over (partition by study_id, milestone_id, forecaster order by made_date) as superseded_date
    from dated
    where place_of_day = 1
),

compared as (
    select
        given.*,
        {{ add_days('made_date', drift) }} as compared_from_date,
        {{ add_days('first_made_date', drift) }} as first_compared_date,
        {{ add_days('superseded_date', drift) }} as no_longer_compared_date
    from given
),

final as (
    select
        compared.study_id,
        compared.forecast_id,
        compared.milestone_id,
        milestones.milestone_type,
        milestones.milestone_level,
        milestones.country_code,
        milestones.site_id,
        compared.forecaster,
        compared.made_date,
        compared.forecast_date,
        compared.superseded_date,
        milestones.baseline_date,
        milestones.actual_date,
        {{ days_between('milestones.baseline_date', 'compared.forecast_date') }} as slip_days,
        {{ days_between('compared.first_forecast_date', 'compared.forecast_date') }} as moved_days,
        case
            when milestones.actual_date < compared.superseded_date then milestones.actual_date
            else coalesce(compared.superseded_date, milestones.actual_date)
        end as open_until_date,
        compared.first_compared_date,
        compared.compared_from_date,
        case
            when milestones.actual_date < compared.no_longer_compared_date then milestones.actual_date
            else coalesce(compared.no_longer_compared_date, milestones.actual_date)
        end as compared_until_date,
        compared.known_from,
        compared.known_to
    from compared
    inner join {{ ref('milestones') }} as milestones
        on compared.study_id = milestones.study_id
        and compared.milestone_id = milestones.milestone_id
)

select * from final
